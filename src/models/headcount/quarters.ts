import { addDays, dayNumber } from "../statistics/calendar.ts";

/** A quarter of the calendar year; days are numbers since 1970-01-01, the last one excluded. */
export interface Quarter {
  readonly start_on: string;
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** The next quarters that begin after this date. */
export function quartersAfter(asOf: string, count: number): Quarter[] {
  const year = Number(asOf.slice(0, 4));
  const current = Math.floor((Number(asOf.slice(5, 7)) - 1) / 3);
  return Array.from({ length: count }, (_, i) => quarterOf(year, current + 1 + i));
}

function quarterOf(year: number, index: number): Quarter {
  const start_on = firstDay(year, index);
  const name = `${start_on.slice(0, 4)} Q${(index % 4) + 1}`;
  return { start_on, name, from: dayNumber(start_on), to: dayNumber(firstDay(year, index + 1)) };
}

const firstDay = (year: number, index: number) =>
  `${year + Math.floor(index / 4)}-${String((index % 4) * 3 + 1).padStart(2, "0")}-01`;

/** The date so many weeks before. */
export const weeksBefore = (date: string, weeks: number): string => addDays(date, -Math.round(7 * weeks));

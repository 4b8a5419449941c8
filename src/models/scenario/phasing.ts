import { addDays } from "../statistics/calendar.ts";

/** How the hours of a project go over its weeks. */
export type Phasing = "even" | "slow start" | "by room";

/** A stretch of weeks with the hours to plan in each. */
export interface Phase {
  readonly from_on: string;
  readonly to_on: string;
  readonly hours_per_week: number;
}

const weeksOfPhase = 4;

type Weights = (rooms: readonly number[]) => number[];

/** Shares of the work by week, given the hours that the people have left in each. */
export const phasings: readonly (readonly [Phasing, Weights])[] = [
  ["even", (rooms) => rooms.map(() => 1)],
  ["slow start", (rooms) => rooms.map((_, week) => Math.min(1, (week + 1) / (rooms.length / 2 + 1)))],
  [
    "by room",
    (rooms) => (rooms.some((room) => room > 0) ? rooms.map((room) => Math.max(0, room)) : rooms.map(() => 1)),
  ],
];

/** Hours by week of so much work under these weights. */
export function hoursByWeek(hours: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? (hours * weight) / total : 0));
}

/** Weeks in stretches of four, with the mean hours of each. */
export function phasesOf(
  weekly: readonly number[],
  span: { readonly starts_on: string; readonly ends_on: string },
): Phase[] {
  return Array.from({ length: Math.ceil(weekly.length / weeksOfPhase) }, (_, i) => {
    const weeks = weekly.slice(i * weeksOfPhase, (i + 1) * weeksOfPhase);
    const isLast = (i + 1) * weeksOfPhase >= weekly.length;
    return {
      from_on: addDays(span.starts_on, 7 * weeksOfPhase * i),
      to_on: isLast ? span.ends_on : addDays(span.starts_on, 7 * weeksOfPhase * (i + 1) - 1),
      hours_per_week: Math.round((10 * weeks.reduce((sum, hours) => sum + hours, 0)) / weeks.length) / 10,
    };
  });
}

import type { Cell } from "../cell.ts";

export type InsightKind =
  | "where_time_went"
  | "scope_creep"
  | "overhead"
  | "estimate_bias"
  | "overrun_tag"
  | "blocked_time"
  | "rework"
  | "pace_change";

/** A finding of one month with its size and what it rests on. */
export interface Insight {
  readonly kind: InsightKind;
  readonly scope_type: "workspace" | "team" | "project";
  readonly scope_gid: string;
  /** What tells it from others of its kind and scope: a tag, a group, a date. */
  readonly key: string;
  /** A sentence. */
  readonly title: string;
  readonly finding: string;
  readonly n: number;
  readonly effect: number;
  readonly suggested_action: string;
  readonly evidence: Readonly<Record<string, Cell>>;
}

/** A month as dates: first day, and the first day of the next. */
export interface Month {
  readonly start: string;
  readonly end: string;
  /** As in "October 2026". */
  readonly name: string;
}

const names = "January February March April May June July August September October November December".split(" ");

/** The last full months before a date, newest first. */
export function fullMonthsBefore(asOf: string, count: number): Month[] {
  const [year, month] = asOf.split("-").map(Number) as [number, number];
  return Array.from({ length: count }, (_, i) => monthOf(year * 12 + month - 2 - i));
}

/** Start of the month so many before this one. */
export function monthsEarlier(month: Month, count: number): string {
  const [year, number] = month.start.split("-").map(Number) as [number, number];
  return monthOf(year * 12 + number - 1 - count).start;
}

function monthOf(index: number): Month {
  const first = (at: number) =>
    `${String(Math.floor(at / 12)).padStart(4, "0")}-${String((at % 12) + 1).padStart(2, "0")}-01`;
  return { start: first(index), end: first(index + 1), name: `${names[index % 12]} ${Math.floor(index / 12)}` };
}

/** Hours as people say them: no decimals from 10 on. */
export const sayHours = (hours: number): string =>
  `${hours >= 10 ? Math.round(hours).toLocaleString("en-US") : Number(hours.toFixed(1))} h`;

export const sayPercent = (share: number): string => `${Math.round(100 * share)} %`;

/** "40 % longer" or "20 % shorter" for a ratio of actual to estimate. */
export const sayRatio = (ratio: number): string =>
  ratio >= 1 ? `${sayPercent(ratio - 1)} longer` : `${sayPercent(1 - ratio)} shorter`;

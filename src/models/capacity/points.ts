import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { normalCdf } from "../statistics/normal.ts";
import { median } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";
import { type Ahead, datesOf, pastWeeksOf, spreadOptions } from "./person-load.ts";
import type { LoggedRow, PersonRow } from "./read-capacity.ts";
import type { PointedTaskRow } from "./read-points.ts";
import { type AssignedTask, minimumPastWeeks, simulatePaths, summaryOf } from "./simulate-load.ts";
import { spreadOver } from "./spread.ts";

/*
Load in story points. Nobody writes down how many points a person can do, so that capacity is what this person has
finished a working day in the last half year, times the working days of the week; its load is the points of open tasks,
spread as their hours are, and unplanned points as in past weeks. What a person finishes is known no better than its
standard error, so that overload is a chance even where all points are written down.
*/

const demonstratedWeeks = 26;

export interface PersonPoints {
  readonly person: PersonRow;
  readonly done: readonly LoggedRow[];
  readonly open: readonly PointedTaskRow[];
}

/** Spans of days ahead, each cut out of one week, and how to sum them up. */
export interface Slots {
  readonly ahead: Ahead;
  readonly workingDays: readonly number[];
  readonly weekOfSlot?: readonly number[] | undefined;
}

export interface PointsModel {
  readonly demonstrated: number;
  /** Points that the person finishes in so many working days. */
  readonly capacity: (workingDays: number) => number;
  /** Standard error of the capacity, relative to it. */
  readonly doubt: number;
  readonly doneIn: (week: number) => number;
  /** Expected points of open tasks by slot, and simulated ones by slot and path. */
  readonly assigned: readonly number[];
  readonly loads: readonly Float64Array[];
}

/** Null for people who have finished tasks with points in fewer than four weeks of the last half year. */
export function pointsModel(
  { person, done, open }: PersonPoints,
  slots: Slots,
  options: { readonly random: Random; readonly paths: number },
): PointsModel | null {
  const { calendar, first } = slots.ahead;
  const past = pastWeeksOf({ person, logged: done }, { first, calendar });
  const recent = past.slice(-demonstratedWeeks).filter((week) => week.workingDays > 0);
  if (recent.filter((week) => week.total > 0).length < minimumPastWeeks) return null;
  const perDay = sum(recent.map((week) => week.total)) / sum(recent.map((week) => week.workingDays));
  const byWeek = new Map<number, number>();
  for (const row of done) byWeek.set(dayNumber(row.week), (byWeek.get(dayNumber(row.week)) ?? 0) + row.hours);
  const tasks = open.map((row) => toTask(row, { person, ahead: slots.ahead }));
  const loads = simulatePaths(
    {
      ...{ tasks, past, workingDays: slots.workingDays, weekOfSlot: slots.weekOfSlot },
      ...{ allocations: new Map(), loggedThisWeek: 0 },
    },
    options,
  );
  return {
    demonstrated: median(recent.map((week) => week.total)),
    capacity: (days) => perDay * days,
    doubt: doubtOf(recent.map((week) => week.total / week.workingDays)),
    doneIn: (week) => byWeek.get(week) ?? 0,
    assigned: slots.workingDays.map((_, slot) => sum(tasks.map((task) => task.mean * task.shares[slot]!))),
    loads,
  };
}

function toTask(
  row: PointedTaskRow,
  at: { readonly person: PersonRow; readonly ahead: Ahead },
): AssignedTask & { readonly mean: number } {
  return {
    ...{ project_gid: row.project_gid, medianHours: row.points, sigma: Math.min(1.5, row.sigma) },
    shares: spreadOver({ ...datesOf(row), hours: row.hours }, spreadOptions(at, at.ahead)),
    mean: row.points * Math.exp(Math.min(1.5, row.sigma) ** 2 / 2),
  };
}

/** Standard error of the mean over the mean, kept between a twentieth and a half. */
function doubtOf(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  const variance = sum(values.map((value) => (value - mean) ** 2)) / Math.max(1, values.length - 1);
  return Math.min(0.5, Math.max(0.05, Math.sqrt(variance / values.length) / mean));
}

interface PointsLoad {
  readonly points: Float64Array;
  readonly assigned: number;
  readonly capacity: number;
  readonly doubt: number;
  readonly done: number;
}

/** Columns of a span of weeks to come. */
export function pointsAhead(load: PointsLoad, overload: number) {
  const { p10, p50, p80, p90, hours: points } = summaryOf(load.points.map((value) => value + load.done));
  return {
    capacity_points: round(load.capacity),
    assigned_points: round(load.assigned),
    completed_points: round(load.done),
    ...{ load_points_p10: round(p10), load_points_p50: round(p50), load_points_p80: round(p80) },
    load_points_p90: round(p90),
    points_utilization: load.capacity > 0 ? p50 / load.capacity : null,
    points_overload_probability: load.capacity > 0 ? chanceOfTooMany(points, load, overload) : null,
  };
}

/** Mean over the simulated loads of the chance that the true capacity, lognormal about what was seen, times the threshold is less. */
function chanceOfTooMany(points: Float64Array, { capacity, doubt }: PointsLoad, overload: number): number {
  const chances = points.map((load) => (load > 0 ? normalCdf(Math.log(load / (capacity * overload)) / doubt) : 0));
  const edge = 0.5 / (points.length + 1);
  return Math.min(1 - edge, Math.max(edge, chances.reduce((total, chance) => total + chance, 0) / chances.length));
}

/** Columns of a span that is over. */
export const pointsBehind = (at: { readonly capacity: number; readonly done: number }) => ({
  ...noPoints,
  capacity_points: round(at.capacity),
  completed_points: round(at.done),
  points_utilization: at.capacity > 0 ? at.done / at.capacity : null,
});

/** Columns of somebody who does not count points. */
export const noPoints = {
  ...{ capacity_points: null, assigned_points: null, completed_points: null },
  ...{ load_points_p10: null, load_points_p50: null, load_points_p80: null, load_points_p90: null },
  ...{ points_utilization: null, points_overload_probability: null },
};

/** Working days of a person within spans of days from today on. */
export const daysLeft = (
  spans: readonly (readonly [from: number, to: number])[],
  at: { readonly calendar: WorkingCalendar; readonly today: number; readonly gid: string },
): number[] => spans.map(([from, to]) => at.calendar.workingDays(at.gid, Math.max(from, at.today), to));

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

const round = (points: number) => Math.round(points * 1e3) / 1e3;

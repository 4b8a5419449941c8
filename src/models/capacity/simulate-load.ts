import { sortedQuantile } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";

/** An open task's remaining work, lognormal. */
export interface AssignedTask {
  readonly project_gid: string | null;
  /** Median in hours, and spread on the log scale. */
  readonly medianHours: number;
  readonly sigma: number;
  /** Share of the remaining work in each week ahead. */
  readonly shares: readonly number[];
}

/** A past week of a person: all hours logged, and those that no plan of t weeks before could know, t = 0, 1, … */
export interface PastWeek {
  readonly total: number;
  readonly unplanned: readonly number[];
  /** Working days of that week; draws are scaled by days ahead over these. */
  readonly workingDays: number;
  readonly weight: number;
}

export interface PersonLoad {
  readonly tasks: readonly AssignedTask[];
  /** Planned hours by project, one number a week ahead. */
  readonly allocations: ReadonlyMap<string, readonly number[]>;
  readonly past: readonly PastWeek[];
  /** Working days left of each week ahead. */
  readonly workingDays: readonly number[];
  /** Hours already logged in the first week. */
  readonly loggedThisWeek: number;
}

export interface WeekLoad {
  readonly p10: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly mean: number;
  /** Simulated hours, ascending. */
  readonly hours: Float64Array;
  /** Hours of the four weeks from this one, ascending; null where fewer are simulated. */
  readonly hoursOfFourWeeks: Float64Array | null;
}

/** Share of the error of effort that a person's tasks have in common. */
const commonShare = 0.2;
/** Past weeks without which nothing is said about unplanned work. */
export const minimumPastWeeks = 4;

/**
 * Load of one person in each week ahead. Scheduled work is the tasks' remaining effort; within a project the larger of
 * plan (allocation) and scheduled work counts, not their sum: tasks fill the plan. Unplanned work as in a past week
 * drawn at random comes on top only up to that week's total: it gives way when the week is full already.
 */
export function simulateLoad(person: PersonLoad, options: { random: Random; paths: number }): WeekLoad[] {
  const weeks = person.workingDays.length;
  const loads = Array.from({ length: weeks }, () => new Float64Array(options.paths));
  const projects = groupByProject(person);
  const draw = pastWeekDrawer(person.past, options.random);
  for (let path = 0; path < options.paths; path++) {
    const planned = new Array<number>(weeks).fill(0);
    const common = options.random.normal(0, Math.sqrt(commonShare));
    for (const project of projects) addProject(planned, project, { common, random: options.random });
    for (let week = 0; week < weeks; week++) loads[week]![path] = weekLoad(person, planned[week]!, { week, draw });
  }
  const windows = loads.map((_, week) => windowFrom(loads, week));
  return loads.map((hours, week) => ({ ...summary(hours), hoursOfFourWeeks: windows[week]! }));
}

interface ProjectLoad {
  readonly tasks: readonly (AssignedTask & { readonly mu: number })[];
  readonly plan: readonly number[] | undefined;
}

function groupByProject(person: PersonLoad): ProjectLoad[] {
  const prepared = person.tasks.map((task) => ({ ...task, mu: Math.log(task.medianHours) }));
  const groups = Map.groupBy(prepared, (task) => task.project_gid ?? "none");
  const gids = [...new Set([...groups.keys(), ...person.allocations.keys()])].sort();
  return gids.map((gid) => ({ tasks: groups.get(gid) ?? [], plan: person.allocations.get(gid) }));
}

function addProject(planned: number[], project: ProjectLoad, at: { common: number; random: Random }): void {
  const scheduled = project.plan ? new Array<number>(planned.length).fill(0) : planned;
  for (const task of project.tasks) {
    const z = at.common + at.random.normal(0, Math.sqrt(1 - commonShare));
    const hours = Math.exp(task.mu + task.sigma * z);
    for (let week = 0; week < planned.length; week++) scheduled[week]! += hours * task.shares[week]!;
  }
  project.plan?.forEach((hours, week) => {
    planned[week]! += Math.max(hours, scheduled[week]!);
  });
}

function weekLoad(person: PersonLoad, planned: number, at: { week: number; draw: (() => PastWeek) | null }): number {
  const known = planned + (at.week === 0 ? person.loggedThisWeek : 0);
  if (!at.draw) return known;
  const past = at.draw();
  const scale = person.workingDays[at.week]! / past.workingDays;
  const unplanned = (past.unplanned[at.week] ?? past.unplanned.at(-1) ?? 0) * scale;
  const usual = past.total * scale + (at.week === 0 ? person.loggedThisWeek : 0);
  return Math.max(known, Math.min(known + unplanned, usual));
}

function pastWeekDrawer(past: readonly PastWeek[], random: Random): (() => PastWeek) | null {
  const usable = past.filter((week) => week.workingDays > 0 && week.weight > 0);
  if (usable.length < minimumPastWeeks) return null;
  const total = usable.reduce((sum, week) => sum + week.weight, 0);
  return () => {
    let left = random.uniform() * total;
    for (const week of usable) {
      left -= week.weight;
      if (left <= 0) return week;
    }
    return usable.at(-1)!;
  };
}

const windowWeeks = 4;

/** Sums path by path, before the weeks are sorted each for itself. */
function windowFrom(loads: readonly Float64Array[], week: number): Float64Array | null {
  const window = loads.slice(week, week + windowWeeks);
  if (window.length < windowWeeks) return null;
  return loads[week]!.map((_, path) => window.reduce((sum, hours) => sum + hours[path]!, 0)).sort();
}

function summary(hours: Float64Array): Omit<WeekLoad, "hoursOfFourWeeks"> {
  hours.sort();
  const [p10, p50, p80, p90] = [0.1, 0.5, 0.8, 0.9].map((p) => sortedQuantile(hours, p));
  const mean = hours.reduce((sum, load) => sum + load, 0) / hours.length;
  return { p10: p10!, p50: p50!, p80: p80!, p90: p90!, mean, hours };
}

/** Chance that the load exceeds so many hours, kept off 0 and 1 by half a path. */
export function chanceAbove(sorted: Float64Array, hours: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > hours + 1e-9) high = middle;
    else low = middle + 1;
  }
  const edge = 0.5 / (sorted.length + 1);
  return Math.min(1 - edge, Math.max(edge, (sorted.length - low) / sorted.length));
}

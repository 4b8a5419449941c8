import { normalQuantile } from "../statistics/normal.ts";
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
  /** Working days left of each week ahead, or of each slot where the weeks are cut further. */
  readonly workingDays: readonly number[];
  /** The week ahead (0, 1, …) that each slot lies in; left out where each slot is a week. */
  readonly weekOfSlot?: readonly number[] | undefined;
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

/** Load of one person in each week ahead, with the sums of four weeks. */
export function simulateLoad(person: PersonLoad, options: { random: Random; paths: number }): WeekLoad[] {
  const loads = simulatePaths(person, options);
  const windows = loads.map((_, week) => windowFrom(loads, week));
  return loads.map((hours, week) => ({ ...summaryOf(hours), hoursOfFourWeeks: windows[week]! }));
}

/**
 * Hours by slot and path. Scheduled work is the tasks' remaining effort; within a project the larger of plan (allocation)
 * and scheduled work counts, not their sum: tasks fill the plan. Unplanned work as in a past week drawn at random comes on
 * top only up to that week's total: it gives way when the week is full already. Slots of one week share the draw.
 */
export function simulatePaths(person: PersonLoad, options: { random: Random; paths: number }): Float64Array[] {
  const slots = person.workingDays.length;
  const loads = Array.from({ length: slots }, () => new Float64Array(options.paths));
  const projects = groupByProject(person);
  const draw = pastWeekDrawer(person.past, options.random);
  const weekOf = (slot: number) => person.weekOfSlot?.[slot] ?? slot;
  for (let path = 0; path < options.paths; path++) {
    const planned = new Array<number>(slots).fill(0);
    const common = options.random.normal(0, Math.sqrt(commonShare));
    for (const project of projects) addProject(planned, project, { common, random: options.random });
    let drawn: PastWeek | null = null;
    for (let slot = 0; slot < slots; slot++) {
      if (draw && (slot === 0 || weekOf(slot) !== weekOf(slot - 1))) drawn = draw();
      loads[slot]![path] = slotLoad(person, planned[slot]!, { slot, week: weekOf(slot), past: drawn });
    }
  }
  return loads;
}

/** With its work on the log scale, and the slots (the last excluded) in which there is any of it. */
interface PreparedTask extends AssignedTask {
  readonly mu: number;
  readonly from: number;
  readonly to: number;
}

interface ProjectLoad {
  readonly tasks: readonly PreparedTask[];
  /** Hours by slot of tasks without any doubt, such as points that people wrote down. */
  readonly sure: readonly number[];
  readonly plan: readonly number[] | undefined;
}

function groupByProject(person: PersonLoad): ProjectLoad[] {
  const groups = Map.groupBy(person.tasks, (task) => task.project_gid ?? "none");
  const gids = [...new Set([...groups.keys(), ...person.allocations.keys()])].sort();
  return gids.map((gid) => {
    const tasks = groups.get(gid) ?? [];
    const sure = new Array<number>(person.workingDays.length).fill(0);
    for (const task of tasks.filter(isSure)) {
      task.shares.forEach((share, slot) => {
        sure[slot]! += task.medianHours * share;
      });
    }
    return { tasks: tasks.filter((task) => !isSure(task)).map(prepare), sure, plan: person.allocations.get(gid) };
  });
}

const isSure = ({ sigma }: AssignedTask) => sigma === 0;

function prepare(task: AssignedTask): PreparedTask {
  const from = task.shares.findIndex((share) => share > 0);
  const to = task.shares.findLastIndex((share) => share > 0) + 1;
  return { ...task, mu: Math.log(task.medianHours), from: Math.max(0, from), to };
}

function addProject(planned: number[], project: ProjectLoad, at: { common: number; random: Random }): void {
  const scheduled = project.plan ? new Array<number>(planned.length).fill(0) : planned;
  for (let slot = 0; slot < planned.length; slot++) scheduled[slot]! += project.sure[slot]!;
  for (const task of project.tasks) {
    // What lies beyond the weeks that are told costs its random number, so that it changes nothing else.
    const uniform = at.random.uniform();
    if (task.to === 0) continue;
    const z = at.common + Math.sqrt(1 - commonShare) * normalQuantile(uniform);
    const hours = Math.exp(task.mu + task.sigma * z);
    for (let slot = task.from; slot < task.to; slot++) scheduled[slot]! += hours * task.shares[slot]!;
  }
  project.plan?.forEach((hours, week) => {
    planned[week]! += Math.max(hours, scheduled[week]!);
  });
}

function slotLoad(
  person: PersonLoad,
  planned: number,
  at: { readonly slot: number; readonly week: number; readonly past: PastWeek | null },
): number {
  const logged = at.slot === 0 ? person.loggedThisWeek : 0;
  if (!at.past) return planned + logged;
  const scale = person.workingDays[at.slot]! / at.past.workingDays;
  const unplanned = (at.past.unplanned[at.week] ?? at.past.unplanned.at(-1) ?? 0) * scale;
  return logged + Math.max(planned, Math.min(planned + unplanned, at.past.total * scale));
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

/** Quantiles and mean of simulated hours, which it sorts. */
export function summaryOf(hours: Float64Array): Omit<WeekLoad, "hoursOfFourWeeks"> {
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

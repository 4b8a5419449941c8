import { sortedQuantile } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";
import { shareDrawer } from "./known-work.ts";
import { levelOf, simulateThroughput } from "./throughput.ts";

/** Weeks with a completed task that a project needs before its pace says anything. */
export const minimumActiveWeeks = 4;
export const minimumWeeks = 8;
/** A path that takes longer is cut here; three years ahead nothing is known. */
export const horizonWeeks = 156;
const burndownWeeks = 26;

export interface ProjectHistory {
  /** Items completed in each whole week before the origin, oldest first. */
  readonly completed: readonly number[];
  /** Open items that count: milestones and parked ideas do not. */
  readonly openItems: number;
  /** Shares of known work at past origins. */
  readonly knownShares: readonly number[];
}

export interface ProjectSimulation {
  /** Weeks from the origin until nothing is open, ascending, one a path. */
  readonly weeks: Float64Array;
  /** Share of the open items left at the end of week t ahead: quantiles p10, p50, p80, p90. */
  readonly left: readonly (readonly [number, number, number, number])[];
  readonly n: number;
}

/** Why nothing can be said, or null. */
export function missingFor(history: ProjectHistory): string | null {
  if (history.openItems === 0)
    return "No open task has a due date, or an assignee and less than 60 days: nothing is left to forecast.";
  const active = history.completed.slice(-26).filter((items) => items > 0).length;
  if (history.completed.length < minimumWeeks) {
    return `Needs ${minimumWeeks} weeks since the first task; has ${history.completed.length}.`;
  }
  if (active < minimumActiveWeeks) {
    return `Needs ${minimumActiveWeeks} of the last 26 weeks with a completed task; has ${active}.`;
  }
  return null;
}

/** Simulated completion of the work known today, at the project's own pace with an uncertain level, less what new work takes. */
export function simulateProject(
  history: ProjectHistory,
  options: {
    readonly random: Random;
    readonly paths: number;
    /** Shares of known work of all projects. */
    readonly pooledShares: readonly number[];
    /** Working time of week t ahead as a share of a usual week. */
    readonly share: (week: number) => number;
  },
): ProjectSimulation {
  const left = Array.from({ length: burndownWeeks }, () => new Float64Array(options.paths));
  const [weeks] = simulateThroughput({
    completed: history.completed,
    drawShare: shareDrawer(history.knownShares, options.pooledShares),
    share: options.share,
    targets: [history.openItems],
    paths: options.paths,
    maxWeeks: horizonWeeks,
    level: levelOf(history.completed),
    random: options.random,
    onWeek: (path, week, items) => {
      if (week < burndownWeeks) left[week]![path] = items / history.openItems;
    },
  });
  return {
    weeks: weeks!.sort(),
    left: left.map((shares) => {
      const sorted = shares.sort();
      return [0.1, 0.5, 0.8, 0.9].map((p) => sortedQuantile(sorted, p)) as [number, number, number, number];
    }),
    n: Math.min(history.completed.length, 26),
  };
}

/** Chance that the weeks are at most so many, kept off 0 and 1: a model is never surer than 1 in 100. */
export function chanceWithin(sortedWeeks: ArrayLike<number>, limit: number): number {
  let within = 0;
  while (within < sortedWeeks.length && sortedWeeks[within]! <= limit) within++;
  return Math.min(0.99, Math.max(0.01, within / sortedWeeks.length));
}

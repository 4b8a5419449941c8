import { median, sortedQuantile } from "../statistics/quantile.ts";
import { horizonWeeks, type ProjectSimulation } from "./forecast-project.ts";

/*
Two ways tell when a project is done: its own pace, and the open work of its people over all their projects. Pace is
calibrated on public projects; how much people's queues know depends on whether they work in the order of their due dates,
which differs from workspace to workspace. So the workspace's own past decides: the miss of the date by pace is regressed on
what the other way said differently (Bates and Granger 1969, Operational Research Quarterly 20, 451-468). The slope is the
weight of effort; what it explained of past misses is taken out of the interval. Neither way's doubt counts twice.
*/

/** A past date whose outcome is known, on the log scale of weeks. */
export interface PastDate {
  /** By effort over by pace. */
  readonly difference: number;
  /** What it took over by pace. */
  readonly miss: number;
}

export interface Agreement {
  /** How far dates move from pace towards effort, 0 to 1. */
  readonly weight: number;
  /** Width of the interval left, over that by pace. */
  readonly spread: number;
}

export const paceAlone: Agreement = { weight: 0, spread: 1 };

/** Past dates without which effort has no say, and how many the prior (pace alone) is worth. */
const fewestDates = 20;
const priorDates = 5;
/** A weight below this is noise. */
const leastWeight = 0.05;
/** No single project counts for more than a factor of five, nor is it moved by more. */
const largest = 1.6;
/** Projects without which the scale of effort cannot be told. */
const fewestProjects = 5;

export function learnAgreement(past: readonly PastDate[]): Agreement {
  if (past.length < fewestDates) return paceAlone;
  let [differences, both, misses] = [0, 0, 0];
  for (const date of past) {
    const [difference, miss] = [capped(date.difference), capped(date.miss)];
    differences += difference ** 2;
    both += difference * miss;
    misses += miss ** 2;
  }
  if (!(differences > 0 && misses > 0)) return paceAlone;
  const prior = priorDates / past.length;
  const weight = Math.min(1, both / (differences * (1 + prior)));
  if (!(weight >= leastWeight)) return paceAlone;
  const left = misses - 2 * weight * both + weight ** 2 * differences;
  return { weight, spread: Math.sqrt((left / misses + prior) / (1 + prior)) };
}

const capped = (log: number) => Math.max(-largest, Math.min(largest, log));

/**
 * Log ratio of the median weeks by effort to those by pace, over that of the median project: what is wrong with everybody's
 * hours at once is left to pace. Empty under five projects.
 */
export function effortOverPace(
  byPace: ReadonlyMap<string, ProjectSimulation>,
  byEffort: ReadonlyMap<string, Float64Array>,
): Map<string, number> {
  const ratios = [...byPace].flatMap(([gid, { weeks }]) => {
    const effort = byEffort.get(gid);
    return effort ? [[gid, Math.log(sortedQuantile(effort, 0.5) / sortedQuantile(weeks, 0.5))] as const] : [];
  });
  if (ratios.length < fewestProjects) return new Map();
  const middle = median(ratios.map(([, ratio]) => ratio));
  return new Map(ratios.map(([gid, ratio]) => [gid, ratio - middle]));
}

/** Weeks by pace, ascending, moved towards effort and drawn together as agreed, cut at the horizon like paths. */
export function agreed(weeks: Float64Array, difference: number, { weight, spread }: Agreement): Float64Array {
  const middle = sortedQuantile(weeks, 0.5);
  const moved = middle * Math.exp(weight * capped(difference));
  return weeks.map((week) => Math.min(horizonWeeks, moved * (week / middle) ** spread));
}

import { median } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";

/*
Monte Carlo on weekly throughput with an uncertain level.
The usual form (draw past weeks, add them up) is over-confident and too trusting: it knows the noise of a week, not that a
project's pace itself moves, nor that a good quarter is half luck. One lognormal factor per path stands for the level. Its
centre draws the recent pace towards the longer past; its spread is learnt from how the pace of 8 weeks differed from that
of the 12 weeks before them in the project's own past, shrunk to a prior.
*/

/** What a path's pace is multiplied by, lognormal: mean and spread of its logarithm. */
export interface Level {
  readonly mean: number;
  readonly spread: number;
}

/** Prior spread of the level on the log scale, worth as much as `priorWeight` past origins. */
const priorSpread = 0.45;
const priorWeight = 8;
/** A pace that fell to nothing counts as one that fell to a fifth. */
const largestRatio = 1.6;
/** Weeks that a path draws from: half of the draws from the recent ones, half from the longer past. */
const recentWeeks = 12;
const longerWeeks = 26;
const originEvery = 4;
/**
 * The pace to come is a geometric mean of these: means of the last 4, 12, 26 and 52 weeks and the median of the last 12,
 * which no single burst lifts. The weights sum to one; round numbers, chosen on half of the public projects at a time.
 */
const windows = [
  { weeks: 4, weight: 0.2 },
  { weeks: 12, weight: 0.1 },
  { weeks: 26, weight: 0.3 },
  { weeks: 52, weight: 0.2 },
] as const;
const medianWeight = 0.2;
/** Weeks are skewed: a sum of them lies more often below its mean than above. */
const skew = 0.04;
/** Variance of the level: a floor, a part of what is learnt, and a part of how bursty the last 26 weeks were. */
const floorVariance = 0.03;
const learntShare = 0.4;
const burstShare = 0.05;

/** The level of a project's pace ahead, over that of the weeks that a path draws. */
export function levelOf(weeks: readonly number[]): Level {
  const end = weeks.length;
  const meanOf = (count: number) => total(weeks, Math.max(0, end - count), end) / Math.max(1, Math.min(count, end));
  const drawn = (meanOf(recentWeeks) + meanOf(longerWeeks)) / 2;
  const spread = Math.sqrt(floorVariance + learntShare * levelSpread(weeks) ** 2 + burstShare * burstiness(weeks));
  if (drawn <= 0) return { mean: 0, spread };
  const mean =
    windows.reduce((sum, window) => sum + window.weight * logRatio(meanOf(window.weeks), drawn), skew) +
    medianWeight * logRatio(median(weeks.slice(-recentWeeks)), drawn);
  return { mean, spread };
}

/** Squared coefficient of variation of the last 26 weeks. */
function burstiness(weeks: readonly number[]): number {
  const recent = weeks.slice(-longerWeeks);
  const mean = total(recent, 0, recent.length) / recent.length;
  if (!(mean > 0)) return 0;
  return recent.reduce((sum, week) => sum + (week - mean) ** 2, 0) / recent.length / mean ** 2;
}

const logRatio = (after: number, before: number) =>
  Math.max(-largestRatio, Math.min(largestRatio, Math.log(after / before)));

/**
 * Spread s of the level as learnt: s² = (8·prior² + Σ (m² - v)) / (8 + n), at least a quarter of it without v; m is the log
 * ratio of the next 8 to the last 12 weeks at past origins, v the part of its variance that the noise of single weeks
 * explains: the simulation draws weeks, so that noise is in it already.
 */
export function levelSpread(weeks: readonly number[]): number {
  let [sum, noise, n] = [priorWeight * priorSpread ** 2, 0, priorWeight];
  for (let origin = weeks.length - 8; origin >= recentWeeks; origin -= originEvery) {
    const before = total(weeks, origin - recentWeeks, origin) / recentWeeks;
    const after = total(weeks, origin, origin + 8) / 8;
    if (before <= 0) continue;
    sum += logRatio(after, before) ** 2;
    noise += variation(weeks.slice(origin - recentWeeks, origin + 8)) * (1 / 8 + 1 / recentWeeks);
    n += 1;
  }
  return Math.sqrt(Math.max(sum - noise, 0.25 * sum) / n);
}

/** Squared coefficient of variation of weeks around their neighbours: half the mean squared change over the squared mean. */
function variation(weeks: readonly number[]): number {
  const mean = total(weeks, 0, weeks.length) / weeks.length;
  if (mean <= 0) return 0;
  let squares = 0;
  for (let i = 1; i < weeks.length; i++) squares += (weeks[i]! - weeks[i - 1]!) ** 2;
  return squares / (2 * (weeks.length - 1)) / mean ** 2;
}

export interface ThroughputInput {
  /** Items completed in each past week, oldest first. */
  readonly completed: readonly number[];
  /** Share of the pace that goes into these items, drawn once a path; 1 where left out. */
  readonly drawShare?: (random: Random) => number;
  /** Working time of week t ahead as a share of a usual week. */
  readonly share?: (week: number) => number;
  /** Open items, ascending; a path answers for each. */
  readonly targets: readonly number[];
  readonly paths: number;
  readonly maxWeeks: number;
  readonly level: Level;
  readonly random: Random;
  /** Called at the end of week t of each path with what is left of the last target. */
  readonly onWeek?: (path: number, week: number, left: number) => void;
}

/** Weeks until each target is completed: one row a target, one number a path; maxWeeks where it takes longer. */
export function simulateThroughput(input: ThroughputInput): Float64Array[] {
  const { targets, paths, maxWeeks, random } = input;
  const result = targets.map(() => new Float64Array(paths).fill(maxWeeks));
  const { mean, spread } = input.level;
  let deviation = 0;
  for (let path = 0; path < paths; path++) {
    // Antithetic pairs of levels halve the noise of the simulation itself.
    if (path % 2 === 0) deviation = random.normal(0, spread);
    const share = input.drawShare?.(random) ?? 1;
    onePath(input, result, { path, level: share * Math.exp(mean + (path % 2 === 0 ? deviation : -deviation)) });
  }
  return result;
}

function onePath(input: ThroughputInput, result: Float64Array[], at: { path: number; level: number }): void {
  const { completed, targets, maxWeeks, random } = input;
  const end = completed.length;
  const recent = Math.min(recentWeeks, end);
  const longer = Math.min(longerWeeks, end);
  let [done, next] = [0, 0];
  for (let week = 0; week < maxWeeks; week++) {
    const back = random.uniform() < 0.5 ? random.integer(recent) : random.integer(longer);
    const drawn = end - 1 - back;
    const speed = completed[drawn]! * at.level * (input.share?.(week) ?? 1);
    while (next < targets.length && done + speed >= targets[next]!) {
      const part = speed > 0 ? Math.max(0, targets[next]! - done) / speed : 0;
      result[next]![at.path] = week + Math.max(1 / 7, Math.ceil(part * 7 - 1e-9) / 7);
      next += 1;
    }
    done += speed;
    input.onWeek?.(at.path, week, next >= targets.length ? 0 : Math.max(0, targets.at(-1)! - done));
    if (next < targets.length) continue;
    if (input.onWeek) fillRest(input, at.path, week + 1);
    return;
  }
}

function fillRest(input: ThroughputInput, path: number, from: number): void {
  for (let week = from; week < input.maxWeeks; week++) input.onWeek!(path, week, 0);
}

function total(values: readonly number[], from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum;
}

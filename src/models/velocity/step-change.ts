import { median } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";

/** A lasting change of pace: the first week of the new one, and new over old. */
export interface StepChange {
  readonly week: number;
  readonly ratio: number;
  readonly pValue: number;
}

const shortestSide = 6;
const permutations = 999;
/** Weeks that are shuffled together, so that a slow drift of a few weeks does not pass for a step. */
const blockWeeks = 2;
/** Log paces further than this many robust standard deviations from the median are cut: one odd week is no step. */
const largestDeviation = 2.5;

/**
 * The strongest step in a series of paces: the largest standardised difference of mean log pace over all splits with 6
 * weeks on each side (as in Worsley 1979, J. Am. Stat. Assoc. 74, 365-367), its chance found by shuffling blocks of
 * weeks. Null with fewer than 20 weeks.
 */
export function strongestStep(paces: readonly number[], random: Random): StepChange | null {
  if (paces.length < 20) return null;
  const values = steadied(paces);
  const found = largestSplit(values);
  let asLarge = 0;
  for (let i = 0; i < permutations; i++) {
    if (largestSplit(shuffledBlocks(values, random)).size >= found.size) asLarge += 1;
  }
  const before = median(paces.slice(0, found.week));
  const after = median(paces.slice(found.week));
  if (!(before > 0) || !(after > 0)) return null;
  return { week: found.week, ratio: after / before, pValue: (asLarge + 1) / (permutations + 1) };
}

/** Log paces, outliers cut. A week without anything counts as a tenth of the median. */
function steadied(paces: readonly number[]): number[] {
  const usual = median(paces) || 1;
  const logs = paces.map((pace) => Math.log(Math.max(pace / usual, 0.1)));
  const centre = median(logs);
  // 1.4826 times the median absolute deviation estimates the standard deviation of a normal.
  const most = largestDeviation * 1.4826 * median(logs.map((value) => Math.abs(value - centre)));
  return logs.map((value) => Math.max(centre - most, Math.min(centre + most, value)) - centre);
}

/** The split with the largest standardised difference of means. */
function largestSplit(values: readonly number[]): { week: number; size: number } {
  const n = values.length;
  const total = values.reduce((sum, value) => sum + value, 0);
  let [sum, best] = [0, { week: shortestSide, size: 0 }];
  for (let week = 1; week <= n - shortestSide; week++) {
    sum += values[week - 1]!;
    if (week < shortestSide) continue;
    const size = Math.abs(sum / week - (total - sum) / (n - week)) * Math.sqrt((week * (n - week)) / n);
    if (size > best.size) best = { week, size };
  }
  return best;
}

function shuffledBlocks(values: readonly number[], random: Random): number[] {
  const offset = random.integer(blockWeeks);
  const blocks: number[][] = offset > 0 ? [values.slice(0, offset)] : [];
  for (let i = offset; i < values.length; i += blockWeeks) blocks.push(values.slice(i, i + blockWeeks));
  for (let i = blocks.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [blocks[i], blocks[j]] = [blocks[j]!, blocks[i]!];
  }
  return blocks.flat();
}

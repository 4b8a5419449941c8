import { median } from "../statistics/quantile.ts";
import type { Random } from "../statistics/random.ts";
import { ranks } from "../statistics/rank.ts";

/** A lasting change of pace: the first week of the new one, and new over old. */
export interface StepChange {
  readonly week: number;
  readonly ratio: number;
  readonly pValue: number;
}

const shortestSide = 6;
const permutations = 999;
/** Weeks that are shuffled together, so that a slow drift of a few weeks does not pass for a step. */
const blockWeeks = 3;

/**
 * The strongest step in a series of paces: Pettitt's rank statistic (1979, Applied Statistics 28, 126-135) over all
 * splits with 6 weeks on each side, its chance found by shuffling blocks of weeks. Null with fewer than 20 weeks.
 */
export function strongestStep(paces: readonly number[], random: Random): StepChange | null {
  if (paces.length < 20) return null;
  const ranked = ranks(paces);
  const found = largestSplit(ranked);
  let asLarge = 0;
  for (let i = 0; i < permutations; i++) {
    if (largestSplit(shuffledBlocks(ranked, random)).size >= found.size) asLarge += 1;
  }
  const before = median(paces.slice(0, found.week));
  const after = median(paces.slice(found.week));
  if (!(before > 0) || !(after > 0)) return null;
  return { week: found.week, ratio: after / before, pValue: (asLarge + 1) / (permutations + 1) };
}

/** The split with the largest standardised difference of ranks. */
function largestSplit(ranked: readonly number[]): { week: number; size: number } {
  const n = ranked.length;
  let [sum, best] = [0, { week: shortestSide, size: 0 }];
  for (let week = 1; week <= n - shortestSide; week++) {
    sum += ranked[week - 1]!;
    if (week < shortestSide) continue;
    const expected = (week * (n + 1)) / 2;
    const sd = Math.sqrt((week * (n - week) * (n + 1)) / 12);
    const size = Math.abs(sum - expected) / sd;
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

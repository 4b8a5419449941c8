import { normalCdf } from "./normal.ts";
import { ranks } from "./rank.ts";

/**
 * Two-sided p-value that two samples come from one distribution (Wilcoxon, Mann and Whitney), by the normal
 * approximation with continuity and tie correction. Equal to scipy.stats.mannwhitneyu(method="asymptotic").
 */
export function rankSumTest(xs: readonly number[], ys: readonly number[]): number {
  const [first, second] = [xs.length, ys.length];
  if (first === 0 || second === 0) return 1;
  return rankSumOfRanks(
    ranks([...xs, ...ys]),
    Array.from({ length: first }, (_, i) => i),
  );
}

/** The same test on ranks computed once: the members against everyone else. */
export function rankSumOfRanks(
  allRanks: readonly number[],
  members: readonly number[],
  ties = tiesOf(allRanks),
): number {
  const total = allRanks.length;
  const first = members.length;
  const second = total - first;
  if (first === 0 || second === 0) return 1;
  const u = members.reduce((sum, i) => sum + allRanks[i]!, 0) - (first * (first + 1)) / 2;
  const variance = ((first * second) / 12) * (total + 1 - ties / (total * (total - 1)));
  if (!(variance > 0)) return 1;
  const distance = Math.max(0, Math.abs(u - (first * second) / 2) - 0.5);
  return Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance)));
}

/** Σ(t³ − t) over groups of equal ranks. */
export function tiesOf(allRanks: readonly number[]): number {
  const sizes = new Map<number, number>();
  for (const rank of allRanks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + size ** 3 - size, 0);
}

import { normalCdf } from "./normal.ts";

/**
 * Quantile of numbers by linear interpolation (type 7 of Hyndman and Fan, the default of R and NumPy).
 * The numbers need no order and are left as they are; NaN when there are none.
 */
export function quantile(values: readonly number[], p: number): number {
  return quantiles(values, [p])[0]!;
}

/** Several quantiles of the same numbers, sorted once. */
export function quantiles(values: readonly number[], ps: readonly number[]): number[] {
  const sorted = Float64Array.from(values).sort();
  return ps.map((p) => sortedQuantile(sorted, p));
}

export const median = (values: readonly number[]): number => quantile(values, 0.5);

/**
 * Median as a weighted mean of the middle order statistics (Harrell and Davis 1982, Biometrika 69, 635-640, the beta
 * weights by their normal approximation): steadier than one order statistic, above all where values are rounded.
 */
export function smoothMedian(values: readonly number[]): number {
  const n = values.length;
  if (n === 0) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const spread = 0.5 / Math.sqrt(n + 2);
  const first = Math.max(0, Math.floor(n * (0.5 - 5 * spread)));
  const last = Math.min(n, Math.ceil(n * (0.5 + 5 * spread)));
  const below = (position: number) => normalCdf((position / n - 0.5) / spread);
  let [sum, total, before] = [0, 0, below(first)];
  for (let i = first; i < last; i++) {
    const up = below(i + 1);
    sum += (up - before) * sorted[i]!;
    total += up - before;
    before = up;
  }
  return sum / total;
}

export const mean = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Quantile of numbers that are sorted already. */
export function sortedQuantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const position = Math.min(Math.max(p, 0), 1) * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (position - below) * (high - low);
}

/**
 * Quantiles of weighted numbers: each number sits at the middle of its share of the weight, linear in between,
 * the outermost numbers beyond. Numbers without weight count for nothing; NaN when no weight is left.
 */
export function weightedQuantiles(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  ps: readonly number[],
): number[] {
  const kept: number[] = [];
  let isAscending = true;
  for (let i = 0; i < values.length; i++) {
    if (!(weights[i]! > 0)) continue;
    if (kept.length > 0 && values[i]! < values[kept[kept.length - 1]!]!) isAscending = false;
    kept.push(i);
  }
  if (!isAscending) kept.sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (const i of kept) total += weights[i]!;
  if (kept.length === 0 || !(total > 0)) return ps.map(() => Number.NaN);
  const positions = new Float64Array(kept.length);
  const sorted = new Float64Array(kept.length);
  let before = 0;
  for (let k = 0; k < kept.length; k++) {
    const i = kept[k]!;
    positions[k] = (before + weights[i]! / 2) / total;
    before += weights[i]!;
    sorted[k] = values[i]!;
  }
  return ps.map((p) => interpolate(positions, sorted, p));
}

export const weightedQuantile = (values: ArrayLike<number>, weights: ArrayLike<number>, p: number): number =>
  weightedQuantiles(values, weights, [p])[0]!;

/** Value at x of the line through the points (xs, ys), xs ascending; flat outside. */
export function interpolate(xs: ArrayLike<number>, ys: ArrayLike<number>, x: number): number {
  const last = xs.length - 1;
  if (x <= xs[0]!) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const width = xs[high]! - xs[low]!;
  return width > 0 ? ys[low]! + ((x - xs[low]!) / width) * (ys[high]! - ys[low]!) : ys[low]!;
}

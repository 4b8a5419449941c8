import { mean, median, sortedQuantile } from "../statistics/quantile.ts";

/** The middle of a group's values, pulled towards the middle of all groups as far as chance explains the distance. */
export interface PooledMedian {
  readonly raw: number;
  readonly pooled: number;
  /** 80 % interval. */
  readonly lo: number;
  readonly hi: number;
}

/** 90 % quantile of the standard normal. */
const z90 = 1.2815515655446004;

/**
 * Partial pooling of medians: each group's median has a standard error from its own order statistics, the groups'
 * true medians spread around the whole with a variance found by moments (DerSimonian and Laird 1986, Control. Clin.
 * Trials 7, 177-188), and no group is moved by more than one standard error (limited translation, Efron and Morris
 * 1972), so that the one odd group in many is not pooled away. Values on any scale; here ln(actual / estimate).
 */
export function poolMedians(groups: readonly (readonly number[])[], whole: readonly number[]): PooledMedian[] {
  const centre = median(whole);
  const typical = scaleOf(whole);
  const own = groups.map((values) => ({ raw: median(values), error: medianError(values, typical) }));
  const between = betweenVariance(own, centre);
  return own.map(({ raw, error }) => {
    const variance = error * error;
    const share = between / (between + variance);
    const moved = Math.min(error, Math.max(-error, (1 - share) * (centre - raw)));
    // Where little is left of the group's own variance, what the limit adds back stays in the interval.
    const half = z90 * Math.sqrt(Math.max(share * variance, variance / 4) + (moved * moved) / 4);
    return { raw, pooled: raw + moved, lo: raw + moved - half, hi: raw + moved + half };
  });
}

/**
 * Standard error of a median: half the distance between the order statistics one normal standard error of the rank
 * away (McKean and Schrader 1984), not below three tenths of what normal values of this spread would have, because
 * many equal values hide the rest.
 */
export function medianError(values: readonly number[], typicalScale: number): number {
  const sorted = Float64Array.from(values).sort();
  const step = 0.5 / Math.sqrt(sorted.length);
  const width = sortedQuantile(sorted, 0.5 + step) - sortedQuantile(sorted, 0.5 - step);
  const normal = (1.2533 * Math.max(typicalScale, 0.01)) / Math.sqrt(sorted.length);
  return Math.max(width / 2, 0.3 * normal);
}

/** Spread of values, robust against a few far out: mean distance from the median, scaled to a standard deviation. */
export function scaleOf(values: readonly number[]): number {
  const centre = median(values);
  const distances = Float64Array.from(values, (value) => Math.abs(value - centre)).sort();
  const cut = sortedQuantile(distances, 0.95);
  return 1.2533 * mean(Array.from(distances, (distance) => Math.min(distance, cut)));
}

function betweenVariance(groups: readonly { readonly raw: number; readonly error: number }[], centre: number): number {
  if (groups.length < 2) return 0.01;
  let [q, weights, squares] = [0, 0, 0];
  for (const { raw, error } of groups) {
    const weight = 1 / (error * error);
    q += weight * (raw - centre) ** 2;
    weights += weight;
    squares += weight * weight;
  }
  const excess = q - (groups.length - 1);
  return Math.max(1e-6, excess / (weights - squares / weights));
}

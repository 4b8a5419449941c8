import { quantile } from "../statistics/quantile.ts";

/** Scored forecasts without which the record says nothing about the width, and the band in which 80 % intervals may lie. */
export const fewestScored = 100;
const [lowest, highest] = [0.76, 0.84] as const;
/** Whatever the record says, intervals are never made narrower than this, nor wider than that. */
const [narrowest, widest] = [0.8, 2.5] as const;

/**
 * How much wider intervals must be made so that four of five would have held; 1 while they hold their band, or few are scored.
 * Each distance is that of an outcome from its median, in half widths of the interval as it was before any widening.
 */
export function widthFactor(distances: readonly number[]): number {
  if (distances.length < fewestScored) return 1;
  const coverage = distances.filter((distance) => distance <= 1).length / distances.length;
  if (coverage >= lowest && coverage <= highest) return 1;
  return Math.min(widest, Math.max(narrowest, quantile(distances, 0.8)));
}

/** What `method` says of intervals that were scaled, and how it is read back. */
export const widenedBy = (factor: number): string =>
  factor === 1 ? "" : `; intervals times ${factor.toFixed(2)} as the record asks`;
export const factorSaid = (method: string | null): number =>
  Number(/intervals times ([0-9.]+) as/.exec(method ?? "")?.[1] ?? 1);

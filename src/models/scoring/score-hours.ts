import { mean } from "../statistics/quantile.ts";
import { winkler } from "./winkler.ts";

/** A forecast of the hours of a week and what they were. */
export interface HoursOutcome {
  readonly p025: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p975: number;
  readonly actual: number;
  /** Mean absolute change from week to week in the past of this person, the unit of the scaled scores. */
  readonly scale: number;
  /** Mean of the last 8 weeks, the naive forecast. */
  readonly naive: number;
}

/** Measures of weekly hours: error of the p50 in hours, coverage, interval scores scaled by the naive error (MSIS). */
export function scoreHours(outcomes: readonly HoursOutcome[]): Record<string, number> {
  const inside = (lo: number, hi: number, actual: number) => (actual >= lo - 1e-9 && actual <= hi + 1e-9 ? 1 : 0);
  const scaled = outcomes.filter(({ scale }) => scale > 0);
  return {
    n: outcomes.length,
    naive_MAE: mean(outcomes.map((o) => Math.abs(o.actual - o.naive))),
    MAE: mean(outcomes.map((o) => Math.abs(o.actual - o.p50))),
    cov80: mean(outcomes.map((o) => inside(o.p10, o.p90, o.actual))),
    cov95: mean(outcomes.map((o) => inside(o.p025, o.p975, o.actual))),
    MSIS80: mean(scaled.map((o) => winkler(o.actual, o.p10, o.p90, 0.2) / o.scale)),
    MSIS95: mean(scaled.map((o) => winkler(o.actual, o.p025, o.p975, 0.05) / o.scale)),
  };
}

import { mean } from "../statistics/quantile.ts";
import { rankCorrelation } from "../statistics/rank.ts";
import { winkler } from "./winkler.ts";

/** A forecast of effort in hours and what it really took. */
export interface EffortOutcome {
  readonly p025: number;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly p975: number;
  readonly confidence: number;
  readonly actual: number;
  readonly estimate: number | null;
}

/**
 * Measures of effort forecasts. Errors are of the p50 in hours (MAE), relative to the actual (MMRE, Pred25) and in
 * ln hours (MALE, interval scores); `human_` is the estimate itself, over the tasks that have one;
 * `_of_estimated` is the forecast over the same tasks.
 */
export function scoreEffort(outcomes: readonly EffortOutcome[]): Record<string, number> {
  const known = outcomes.filter(({ actual }) => actual > 0);
  const estimated = known.flatMap((o) =>
    o.estimate !== null && o.estimate > 0 ? [{ ...o, estimate: o.estimate }] : [],
  );
  const errors = known.map((o) => Math.abs(Math.log(o.actual / o.p50)));
  const surest = known
    .map((o, i) => ({ o, i }))
    .sort((a, b) => b.o.confidence - a.o.confidence || a.i - b.i)
    .slice(0, Math.max(1, Math.floor(known.length / 4)));
  return {
    n: known.length,
    human_MAE: mean(estimated.map((o) => Math.abs(o.actual - o.estimate))),
    MAE: mean(known.map((o) => Math.abs(o.actual - o.p50))),
    human_MALE: mean(estimated.map((o) => Math.abs(Math.log(o.actual / o.estimate)))),
    MALE: mean(errors),
    MAE_of_estimated: mean(estimated.map((o) => Math.abs(o.actual - o.p50))),
    MALE_of_estimated: mean(estimated.map((o) => Math.abs(Math.log(o.actual / o.p50)))),
    MMRE: mean(known.map(relativeError)),
    Pred25: share(known, (o) => relativeError(o) <= 0.25 + 1e-9),
    cov80: share(known, (o) => isInside(o.actual, o.p10, o.p90)),
    cov95: share(known, (o) => isInside(o.actual, o.p025, o.p975)),
    W80: mean(known.map((o) => winkler(Math.log(o.actual), Math.log(o.p10), Math.log(o.p90), 0.2))),
    W95: mean(known.map((o) => winkler(Math.log(o.actual), Math.log(o.p025), Math.log(o.p975), 0.05))),
    confidence_error_correlation: -rankCorrelation(
      known.map((o) => o.confidence),
      errors,
    ),
    Pred25_surest_quarter: share(
      surest.map(({ o }) => o),
      (o) => relativeError(o) <= 0.25 + 1e-9,
    ),
    mean_confidence: mean(known.map((o) => o.confidence)),
    share_within_factor_2: share(known, (o) => Math.abs(Math.log(o.actual / o.p50)) <= Math.LN2 + 1e-9),
  };
}

const relativeError = (o: EffortOutcome): number => Math.abs(o.actual - o.p50) / o.actual;

const isInside = (value: number, lo: number, hi: number): boolean =>
  value >= lo * (1 - 1e-9) && value <= hi * (1 + 1e-9);

const share = <T>(items: readonly T[], holds: (item: T) => boolean): number =>
  mean(items.map((item) => (holds(item) ? 1 : 0)));

import type { ModelRow } from "../node.ts";

/** What became of the subject of a forecast. */
export interface Outcome {
  readonly actual: number;
  /** When it became known. */
  readonly known_on: string;
}

/** A forecast of the record, as a row of marts.forecasts or of the store's ledger. */
export interface RecordedForecast {
  readonly forecast_id: string;
  readonly kind: string;
  readonly subject_gid: string;
  readonly made_on: string;
  readonly horizon_weeks: number | null;
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p90: number | null;
  readonly hindcast: boolean;
}

/** The score of a forecast whose outcome is known. */
export function scoreRow(forecast: RecordedForecast, outcome: Outcome): ModelRow | null {
  const { p10, p50, p90 } = forecast;
  if (p10 === null || p50 === null || p90 === null) return null;
  const losses = [
    pinball(outcome.actual, p10, 0.1),
    pinball(outcome.actual, p50, 0.5),
    pinball(outcome.actual, p90, 0.9),
  ];
  return {
    forecast_id: forecast.forecast_id,
    kind: forecast.kind,
    subject_gid: forecast.subject_gid,
    made_on: forecast.made_on,
    horizon_weeks: forecast.horizon_weeks,
    actual: outcome.actual,
    is_inside_80: outcome.actual >= p10 - tolerance && outcome.actual <= p90 + tolerance,
    is_below_p50: outcome.actual <= p50 + tolerance,
    pinball: losses.reduce((sum, loss) => sum + loss, 0) / losses.length,
    scored_on: outcome.known_on,
    hindcast: forecast.hindcast,
  };
}

/** Half of the last digit that quantiles are rounded to. */
const tolerance = 5e-5;

/**
 * Pinball (quantile) loss: p times how far the outcome lies above the quantile, 1 - p times how far below.
 * Source: Koenker and Bassett 1978, Econometrica 46, 33-50. Equal to sklearn.metrics.mean_pinball_loss.
 */
export const pinball = (actual: number, quantile: number, p: number): number =>
  actual >= quantile ? p * (actual - quantile) : (1 - p) * (quantile - actual);

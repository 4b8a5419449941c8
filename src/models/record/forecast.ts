import type { ModelRow } from "../node.ts";
import { modelVersion } from "../node.ts";
import { hashOf } from "../statistics/hash.ts";

export type ForecastKind =
  | "task_hours"
  | "project_completion"
  | "velocity_tasks"
  | "velocity_hours"
  | "person_hours"
  | "overload"
  | "headcount_gap";

/** What a model said about the future, as a row of marts.forecasts without its run. */
export interface Forecast {
  readonly kind: ForecastKind;
  readonly subject_type: "task" | "project" | "team" | "workspace" | "person";
  readonly subject_gid: string;
  readonly made_on: string;
  /** Day or week it is about; null for completion dates and for the hours of a task. */
  readonly target_on: string | null;
  readonly horizon_weeks: number | null;
  readonly unit: "hours" | "tasks" | "days" | "chance" | "fte";
  /** Quantiles; null for a chance. */
  readonly p10: number | null;
  readonly p50: number | null;
  readonly p80: number | null;
  readonly p85: number | null;
  readonly p90: number | null;
  /** Of a chance, the chance itself. */
  readonly mean: number | null;
  readonly method: string | null;
  readonly n: number;
  /** The row that it was made from. */
  readonly features: ModelRow;
}

/** A forecast with its id, run and inputs' hash. Replayed ones have the same id in every run. */
export function ledgerRow(forecast: Forecast, run: { readonly runId: string; readonly hindcast: boolean }): ModelRow {
  const { kind, subject_type, subject_gid, made_on, target_on } = forecast;
  const run_id = run.hindcast ? "hindcast" : run.runId;
  return {
    ...forecast,
    forecast_id: hashOf([kind, subject_type, subject_gid, made_on, target_on, run_id]),
    run_id: run.runId,
    model_version: modelVersion,
    inputs_hash: hashOf(forecast.features),
    hindcast: run.hindcast,
  };
}

/** With the subject and the target as one word each, which is what people filter by. */
export const named = (row: ModelRow): ModelRow => ({
  ...row,
  subject: `${row.subject_type}:${row.subject_gid}`,
  target: row.target_on ?? (row.unit === "days" ? "completion" : "effort"),
});

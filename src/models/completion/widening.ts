import type { ModelInput } from "../node.ts";
import { completionOutcomes, type Question } from "../record/outcomes.ts";
import { factorSaid, fewestScored, widthFactor } from "../record/width.ts";

export const wideningTables = ["staging.stg_forecasts", "marts.tasks"] as const;

type Recorded = Question & {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly method: string | null;
};

/** How much wider (on the log scale) the record of completion dates asks the intervals to be; 1 while it holds its band. */
export async function readWidening(input: ModelInput): Promise<number> {
  // Forecasts of following nights say nearly the same: those of every seventh count.
  const recorded = await input.rows<Recorded>(`
    select kind, subject_type, subject_gid, made_on, target_on, p10, p50, p90, method from staging.stg_forecasts
    where kind = 'project_completion' and p10 is not null and made_on < date '${input.asOf}'
      and date_diff('day', made_on, date '${input.asOf}') % 7 = 0
    order by made_on, forecast_id`);
  if (recorded.length < fewestScored) return 1;
  const outcomeOf = await completionOutcomes(input);
  return wideningOf(
    recorded.flatMap((forecast) => {
      const outcome = outcomeOf(forecast);
      return outcome ? [{ ...forecast, factor: factorSaid(forecast.method), actual: outcome.actual }] : [];
    }),
  );
}

/** The factor from scored forecasts; each says by how much its own interval had been scaled, so that the record before it counts. */
export function wideningOf(
  scored: readonly {
    readonly p10: number;
    readonly p50: number;
    readonly p90: number;
    readonly actual: number;
    readonly factor: number;
  }[],
): number {
  const log = (days: number) => Math.log(Math.max(days, 1));
  const distances = scored.map(({ p10, p50, p90, actual, factor }) => {
    const half = actual >= p50 ? log(p90) - log(p50) : log(p50) - log(p10);
    return (Math.abs(log(actual) - log(p50)) / Math.max(half, 0.01)) * factor;
  });
  return widthFactor(distances);
}

/** Simulated weeks with their distance from the median scaled on the log scale. */
export function widened(weeks: Float64Array, factor: number): Float64Array {
  const median = weeks[weeks.length >> 1]!;
  return factor === 1 || !(median > 0) ? weeks : weeks.map((week) => median * (week / median) ** factor);
}

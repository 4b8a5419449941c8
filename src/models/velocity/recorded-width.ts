import type { ModelInput } from "../node.ts";
import { factorSaid, widthFactor } from "../record/width.ts";
import type { ScopeType } from "./read-velocity.ts";
import type { Scope } from "./scopes.ts";

interface Recorded {
  readonly kind: string;
  readonly subject_type: ScopeType;
  readonly subject_gid: string;
  readonly target_on: string;
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
  readonly method: string | null;
}

/** How much wider the record of published weeks asks bands of each type of scope to be; none where it says nothing. */
export async function readRecordedWidths(
  input: ModelInput,
  scopes: readonly Scope[],
): Promise<ReadonlyMap<ScopeType, number>> {
  // Forecasts of following nights say nearly the same: those of every seventh count.
  const recorded = await input.rows<Recorded>(`
    select kind, subject_type, subject_gid, target_on, p10, p50, p90, method from staging.stg_forecasts
    where kind in ('velocity_tasks', 'velocity_hours', 'person_hours') and not hindcast and p10 is not null
      and target_on + 7 <= date '${input.asOf}' and date_diff('day', made_on, date '${input.asOf}') % 7 = 0
    order by made_on, target_on, forecast_id`);
  const outcomeOf = outcomes(scopes);
  const distances = new Map<ScopeType, number[]>();
  for (const forecast of recorded) {
    const actual = outcomeOf(forecast);
    if (actual === null) continue;
    const half = actual >= forecast.p50 ? forecast.p90 - forecast.p50 : forecast.p50 - forecast.p10;
    const miss = Math.abs(actual - forecast.p50);
    const distance = miss === 0 ? 0 : miss / Math.max(half, leastHalf * forecast.p50, 1e-6);
    const own = distances.get(forecast.subject_type) ?? [];
    own.push(distance * factorSaid(forecast.method));
    distances.set(forecast.subject_type, own);
  }
  return new Map([...distances].map(([type, own]) => [type, widthFactor(own)]));
}

/** No half width counts as less than this share of the median: rounding alone would make misses endless. */
const leastHalf = 0.01;

/** What a past week came to; null where it is not known, or hours may still be logged. */
function outcomes(scopes: readonly Scope[]): (forecast: Recorded) => number | null {
  const weeks = new Map(
    scopes.map((scope) => [scope.key, new Map(scope.tasks.map((_, week) => [scope.weekOf(week), week]))]),
  );
  const byKey = new Map(scopes.map((scope) => [scope.key, scope]));
  return ({ kind, subject_type, subject_gid, target_on }) => {
    const scope = byKey.get(`${subject_type}/${subject_gid}`);
    const week = scope && weeks.get(scope.key)!.get(target_on);
    if (!scope || week === undefined) return null;
    if (kind === "velocity_tasks") return scope.tasks[week]!;
    return scope.isNowcast[week] ? null : scope.hours[week]!;
  };
}

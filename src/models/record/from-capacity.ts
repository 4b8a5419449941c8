import type { ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { Forecast } from "./forecast.ts";

/** Chances of overload by person and week ahead, from rows of marts.capacity_weekly: what warnings are judged by. */
export function fromCapacity(rows: readonly ModelRow[], made_on: string): Forecast[] {
  const first = rows.map((row) => row.week_start_on as string).sort()[0];
  return rows.map((row) => ({
    kind: "overload",
    subject_type: "person",
    subject_gid: row.person_gid as string,
    made_on,
    target_on: row.week_start_on as string,
    horizon_weeks: (dayNumber(row.week_start_on as string) - dayNumber(first!)) / 7 + 1,
    unit: "chance",
    ...{ p10: null, p50: null, p80: null, p85: null, p90: null },
    mean: row.overload_probability as number,
    method: row.method as string | null,
    n: row.n as number,
    features: {
      capacity_hours: row.capacity_hours as number,
      assigned_hours: row.assigned_hours as number | null,
      allocated_hours: row.allocated_hours as number | null,
      load_p50: row.load_p50 as number | null,
    },
  }));
}

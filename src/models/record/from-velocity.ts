import type { ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { Forecast } from "./forecast.ts";

/** Weeks of history that go into the features of a series. */
const featureWeeks = 52;

/** Forecasts of weekly tasks and hours from rows of marts.velocity_weekly: scopes but persons by both, persons by hours. */
export function fromVelocity(rows: readonly ModelRow[], made_on: string): Forecast[] {
  const scopes = Map.groupBy(rows, (row) => `${row.scope_type}/${row.scope_gid}`);
  return [...scopes.values()].flatMap((scope) => {
    const sorted = [...scope].sort((a, b) => (text(a.week_start_on) < text(b.week_start_on) ? -1 : 1));
    const past = sorted.filter((row) => row.kind !== "forecast").slice(-featureWeeks);
    const ahead = sorted.filter((row) => row.kind === "forecast" && row.status === "ok");
    return ahead.flatMap((row) => weekForecasts(row, { past, made_on, first: ahead[0]! }));
  });
}

function weekForecasts(row: ModelRow, at: { past: ModelRow[]; made_on: string; first: ModelRow }): Forecast[] {
  const base = {
    subject_type: row.scope_type as Forecast["subject_type"],
    subject_gid: text(row.scope_gid),
    made_on: at.made_on,
    target_on: text(row.week_start_on),
    horizon_weeks: (dayNumber(text(row.week_start_on)) - dayNumber(text(at.first.week_start_on))) / 7 + 1,
    p85: null,
    mean: null,
    method: row.method as string | null,
    n: row.n as number,
  };
  const features = (column: string) => ({
    weeks: at.past.map((past) => past[column] as number),
    first_week_on: (at.past[0]?.week_start_on ?? null) as string | null,
    step_on: row.step_on as string | null,
  });
  const isPerson = row.scope_type === "person";
  const hours: Forecast | null = isSaying(row.hours_logged_p90)
    ? {
        ...base,
        kind: isPerson ? "person_hours" : "velocity_hours",
        unit: "hours",
        ...{
          p10: row.hours_logged_p10 as number,
          p50: row.hours_logged_p50 as number,
          p80: row.hours_logged_p80 as number,
          p90: row.hours_logged_p90 as number,
        },
        features: features("hours_logged"),
      }
    : null;
  const tasks: Forecast | null =
    !isPerson && isSaying(row.number_of_tasks_completed_p90)
      ? {
          ...base,
          kind: "velocity_tasks",
          unit: "tasks",
          ...{
            p10: row.number_of_tasks_completed_p10 as number,
            p50: row.number_of_tasks_completed_p50 as number,
            p80: row.number_of_tasks_completed_p80 as number,
            p90: row.number_of_tasks_completed_p90 as number,
          },
          features: features("number_of_tasks_completed"),
        }
      : null;
  return [tasks, hours].filter((forecast) => forecast !== null);
}

/** A band of nothing but zeros (no time is logged there) is no forecast worth a score. */
const isSaying = (p90: ModelRow[string] | undefined) => typeof p90 === "number" && p90 > 0;

const text = (cell: ModelRow[string] | undefined) => String(cell);

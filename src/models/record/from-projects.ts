import type { ProjectFlow } from "../completion/read-projects.ts";
import type { ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import type { Forecast } from "./forecast.ts";

/** Forecasts of completion, in days from made_on, from rows of marts.project_forecasts and the flows behind them. */
export function fromProjects(
  rows: readonly ModelRow[],
  flows: ReadonlyMap<string, ProjectFlow>,
  made_on: string,
): Forecast[] {
  return rows
    .filter((row) => row.status === "ok")
    .map((row) => {
      const days = (column: string) => dayNumber(row[column] as string) - dayNumber(made_on);
      const flow = flows.get(row.project_gid as string);
      return {
        kind: "project_completion",
        subject_type: "project",
        subject_gid: row.project_gid as string,
        made_on,
        target_on: null,
        horizon_weeks: null,
        unit: "days",
        ...{ p10: days("completes_on_p10"), p50: days("completes_on_p50"), p80: days("completes_on_p80") },
        ...{ p85: days("completes_on_p85"), p90: days("completes_on_p90"), mean: null },
        method: row.method as string,
        n: row.n as number,
        features: {
          open_tasks: flow?.activeTasks ?? null,
          remaining_hours: row.remaining_hours as number,
          due_on: row.due_on as string | null,
          completed: flow?.completed.slice(-26) ?? null,
          known_shares: flow?.knownShares ?? null,
        },
      };
    });
}

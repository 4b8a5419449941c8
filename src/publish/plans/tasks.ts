import type { Value } from "../action.ts";
import type { AsanaNow } from "../state.ts";
import { percentOf } from "./project-summaries.ts";
import type { WishedValues } from "./values.ts";

/** What these plans read of the release: open tasks with a forecast, and tasks completed lately. */
export interface TaskRow {
  readonly task_gid: string;
  readonly project_gid: string;
  readonly assignee_gid: string | null;
  readonly is_completed: boolean;
  readonly status: string | null;
  readonly hours_p10: number | null;
  readonly hours_p50: number | null;
  readonly hours_p80: number | null;
  readonly hours_p90: number | null;
  readonly confidence: number | null;
  readonly completes_on_p50: string | null;
  readonly estimate_hours: number | null;
  readonly n: number | null;
  /** Days from start (or creation) to the due date and to completion, both counted. */
  readonly planned_days: number | null;
  readonly taken_days: number | null;
}

/** Forecasts of open tasks. */
export const wishTaskForecasts = (
  rows: readonly TaskRow[],
  now: AsanaNow,
  /** Tasks whose time looks odd, where the configuration lets the flag show it. */
  oddTimes: ReadonlySet<string> = new Set(),
): WishedValues[] =>
  rows
    .filter(({ is_completed, status }) => !is_completed && status !== null)
    .flatMap((row) => {
      const wished = forecastOf(row).set("task_review_flag", flagOf(row, oddTimes));
      return wishTask(row, now, { plan: "task_forecasts", wished, why: forecastWhy(row) });
    });

/** What asks for a look at a task; null where nothing does. */
function flagOf(row: TaskRow, oddTimes: ReadonlySet<string>): string | null {
  if (oddTimes.has(row.task_gid)) return "check time";
  const { estimate_hours: estimate, hours_p10: low, hours_p90: high } = row;
  if (row.status !== "ok" || estimate === null || low === null || high === null) return null;
  return estimate > 0 && (estimate < low || estimate > high) ? "check estimate" : null;
}

/** Schedule variance of tasks completed lately. */
export const wishTaskVariance = (rows: readonly TaskRow[], now: AsanaNow): WishedValues[] =>
  rows
    .filter(
      (row) =>
        row.is_completed &&
        row.planned_days !== null &&
        row.planned_days >= 1 &&
        row.taken_days !== null &&
        row.taken_days >= 1,
    )
    .flatMap((row) => {
      const ratio = Math.round((row.taken_days! / row.planned_days! - 1) * 100);
      const why = `Took ${row.taken_days} days where ${row.planned_days} were planned.`;
      return wishTask(row, now, { plan: "task_variance", wished: new Map([["task_schedule_variance", ratio]]), why });
    });

interface Wish {
  readonly plan: string;
  readonly wished: ReadonlyMap<string, Value>;
  readonly why: string;
}

/** Only tasks that are still as the release knows them: there, in their project, and open or completed as before. */
function wishTask(row: TaskRow, now: AsanaNow, wish: Wish): WishedValues[] {
  const task = now.tasks.get(row.task_gid);
  const project = now.projects.find(({ gid }) => gid === row.project_gid);
  if (!task || !project || task.is_completed !== row.is_completed) return [];
  // A task shows the fields of its projects; what was attached to the project is attached to the task.
  const attached = new Set([...task.fields, ...project.fields]);
  return [
    {
      key: `task:${row.task_gid}`,
      object_type: "task_values",
      target: { gid: row.task_gid },
      label: task.name,
      project: { gid: project.gid, name: project.name },
      attached,
      current: task.values,
      ...wish,
    },
  ];
}

function forecastOf(row: TaskRow): Map<string, Value> {
  const ok = row.status === "ok";
  return new Map<string, Value>([
    ["task_adjusted_estimate", ok && row.hours_p50 !== null ? roundHours(row.hours_p50) : null],
    ["task_p80", ok && row.hours_p80 !== null ? roundHours(row.hours_p80) : null],
    ["task_confidence", ok && row.confidence !== null ? percentOf(row.confidence) : null],
    ["task_completion", ok ? row.completes_on_p50 : null],
  ]);
}

/** Two digits say all that such forecasts know: halves below 10 h, whole hours below 100 h, fives beyond. */
export function roundHours(hours: number): number {
  const step = hours < 10 ? 0.5 : hours < 100 ? 1 : 5;
  return Math.max(0.5, Math.round(hours / step) * step);
}

const forecastWhy = (row: TaskRow): string =>
  row.status === "ok"
    ? `From ${row.n ?? 0} similar past tasks${row.estimate_hours === null ? "" : `; the estimate is ${roundHours(row.estimate_hours)} h`}.`
    : "Too little data for a forecast.";

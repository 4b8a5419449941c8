import { createEffortModel, type EffortForecast, type EffortModel } from "../../models/effort/predict.ts";
import { type EffortTask, isPositive, type PastTask } from "../../models/effort/task.ts";
import { type EffortOutcome, scoreEffort } from "../../models/scoring/score-effort.ts";
import { dayNumber } from "../../models/statistics/calendar.ts";
import { readCsv, writeCsv } from "./csv.ts";

/** A row of the protocol's input; any column may be missing or empty but id, dates and hours. */
export type TaskRow = Readonly<Partial<Record<TaskColumn, string | number | null>>>;
type TaskColumn =
  | "task_id"
  | "name"
  | "project"
  | "section"
  | "category"
  | "subcategory"
  | "priority"
  | "requester"
  | "assignee"
  | "estimate_hours"
  | "actual_hours"
  | "estimated_on"
  | "completed_on"
  | "role";

export interface TasksBacktest {
  readonly forecasts: readonly Readonly<Record<string, string | number>>[];
  /** The forecasts as the CSV of the protocol. */
  readonly csv: string;
  /** Measures over the forecasts whose outcome is in the data. */
  readonly scores: Readonly<Record<string, number>>;
}

const columns = [
  "task_id",
  "made_on",
  "p025_hours",
  "p10_hours",
  "p50_hours",
  "p90_hours",
  "p975_hours",
  "mean_hours",
  "confidence",
] as const;

/** This workspace's own history as rows of the protocol; the day of creation stands for the day of the estimate. */
export const ownTasksQuery = `
select task_gid as task_id, t.name, project_gid as project, section_name as section, p.type as category,
  priority, t.created_by_gid as requester, assignee_gid as assignee,
  coalesce(original_estimate_hours, estimate_hours) as estimate_hours, actual_hours,
  cast(t.created_at as date) as estimated_on, cast(t.completed_at as date) as completed_on
from marts.tasks t left join marts.projects p using (project_gid)
where t.is_completed and actual_hours > 0 and not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false)
order by task_gid`;

/** How well effort would have been forecast in the past: text is a CSV of finished tasks, from a date 'YYYY-MM-DD'. */
export const backtestTasks = (text: string, options: { readonly from?: string | undefined } = {}): TasksBacktest =>
  backtestTasksOf(readCsv(text), options);

/**
 * Forecasts each task made on or after `from` (or marked `scored` in a column `role`) as of the day it was estimated,
 * from the tasks completed before that day.
 */
export function backtestTasksOf(
  rows: readonly TaskRow[],
  options: { readonly from?: string | undefined } = {},
): TasksBacktest {
  const tasks = rows.map(readTask).filter((task) => task.id !== "");
  const hasRoles = tasks.some((task) => task.role === "scored");
  const from = options.from ? dayNumber(options.from) : Number.NEGATIVE_INFINITY;
  const asked = tasks
    .filter((task) => Number.isFinite(task.madeDay) && (hasRoles ? task.role === "scored" : task.madeDay >= from))
    .sort((a, b) => a.madeDay - b.madeDay);
  const past = tasks.flatMap(pastOf).sort((a, b) => a.completedDay - b.completedDay || (a.id < b.id ? -1 : 1));
  const model = createEffortModel();
  let known = 0;
  const made = asked.map((task) => {
    for (; known < past.length && past[known]!.completedDay < task.madeDay; known++) model.learn(past[known]!, true);
    return { task, forecast: forecastOf(model, task) };
  });
  const forecasts = made.map(({ task, forecast }) => outputRow(task, forecast));
  return { forecasts, csv: writeCsv(forecasts, columns), scores: scoreEffort(made.flatMap(outcomeOf)) };
}

type BacktestTask = ReturnType<typeof readTask>;

/** Only what was known on the day of the estimate goes into the model. */
const forecastOf = (
  model: EffortModel,
  { madeDay, actual: _, completedDay: __, ...task }: BacktestTask,
): EffortForecast => model.predict(task satisfies EffortTask, madeDay);

function readTask(row: TaskRow) {
  const text = (value: string | number | null | undefined) =>
    value === null || value === undefined || String(value).trim() === "" ? null : String(value).trim();
  const hours = (value: string | number | null | undefined) => {
    const number = text(value) === null ? Number.NaN : Number(value);
    return isPositive(number) ? number : null;
  };
  const day = (value: string | number | null | undefined) => dayNumber(text(value) ?? "");
  return {
    id: text(row.task_id) ?? "",
    name: text(row.name),
    assignee: text(row.assignee),
    project: text(row.project),
    section: text(row.section),
    category: text(row.category),
    subcategory: text(row.subcategory),
    priority: text(row.priority),
    requester: text(row.requester),
    tags: [],
    estimate: hours(row.estimate_hours),
    actual: hours(row.actual_hours),
    made_on: text(row.estimated_on) ?? "",
    madeDay: day(row.estimated_on),
    completedDay: day(row.completed_on),
    role: text(row.role),
  };
}

const pastOf = (task: BacktestTask): PastTask[] =>
  task.actual !== null && Number.isFinite(task.completedDay) ? [{ ...task, actual: task.actual }] : [];

function outputRow(task: BacktestTask, forecast: EffortForecast) {
  const round = (value: number) => Number(value.toPrecision(8));
  return {
    task_id: task.id,
    made_on: task.made_on,
    p025_hours: round(forecast.p025),
    p10_hours: round(forecast.p10),
    p50_hours: round(forecast.p50),
    p90_hours: round(forecast.p90),
    p975_hours: round(forecast.p975),
    mean_hours: round(forecast.mean),
    confidence: round(forecast.confidence),
  };
}

const outcomeOf = ({ task, forecast }: { task: BacktestTask; forecast: EffortForecast }): EffortOutcome[] =>
  task.actual === null ? [] : [{ ...forecast, actual: task.actual, estimate: task.estimate }];

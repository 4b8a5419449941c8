import { createEffortModel, type EffortForecast } from "../effort/predict.ts";
import { pastOf, type WorkspaceTask } from "../effort/read-tasks.ts";
import type { ModelRow } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { hashOf } from "../statistics/hash.ts";
import type { Forecast } from "./forecast.ts";

/** Tasks replayed at each past origin; more would tell no more and cost the night. */
const tasksPerOrigin = 100;
const minimumPast = 8;
/** The model is calibrated on its forecasts of past tasks: those of so many before the first origin, thinned to this many in all. */
const recordLength = 2000;
const mostScored = 600;

/** Forecasts of effort from rows of marts.task_forecasts. */
export function fromTaskForecasts(
  rows: readonly ModelRow[],
  tasks: ReadonlyMap<string, WorkspaceTask>,
  made_on: string,
): Forecast[] {
  return rows
    .filter((row) => row.status === "ok")
    .map((row) => ({
      ...base(row.task_gid as string, made_on),
      ...{ p10: row.hours_p10 as number, p50: row.hours_p50 as number, p80: row.hours_p80 as number },
      ...{ p90: row.hours_p90 as number, mean: row.hours_mean as number },
      method: row.method as string,
      n: row.n as number,
      features: featuresOf(tasks.get(row.task_gid as string)),
    }));
}

/**
 * What the effort model would have said at each origin about tasks that were open then. One pass over the past in order
 * of completion; the tasks are as they are today but for their hours and completion, which nobody knew.
 */
export function hindcastTasks(tasks: readonly WorkspaceTask[], origins: readonly string[]): Forecast[] {
  const past = pastOf(tasks).sort((a, b) => a.completedDay - b.completedDay || (a.id < b.id ? -1 : 1));
  const model = createEffortModel();
  const days = [...origins].sort();
  const firstOrigin = days.length > 0 ? dayNumber(days[0]!) : 0;
  const scoredFrom = past.findLastIndex((task) => task.completedDay < firstOrigin) - recordLength;
  const recordEvery = Math.ceil((past.length - Math.max(0, scoredFrom)) / mostScored);
  let next = 0;
  return days.flatMap((made_on) => {
    const day = dayNumber(made_on);
    for (; next < past.length && past[next]!.completedDay < day; next++) {
      model.learn(past[next]!, next > scoredFrom && next % recordEvery === 0);
    }
    if (next < minimumPast) return [];
    return openAt(tasks, day).map((task) => {
      const known = { ...task, actual: null, logged: null };
      return fromEffort(model.predict(known, day), { task, made_on });
    });
  });
}

function openAt(tasks: readonly WorkspaceTask[], day: number): WorkspaceTask[] {
  const open = tasks.filter(
    (task) => !task.isMilestone && task.createdDay <= day && (task.completedDay === null || task.completedDay > day),
  );
  if (open.length <= tasksPerOrigin) return open;
  // A sample by hash, the same on every night and blind to what became of the task.
  const keyed = open.map((task) => ({ task, key: hashOf([task.id, day]) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.slice(0, tasksPerOrigin).map(({ task }) => task);
}

const fromEffort = (forecast: EffortForecast, at: { task: WorkspaceTask; made_on: string }): Forecast => ({
  ...base(at.task.id, at.made_on),
  ...{ p10: forecast.p10, p50: forecast.p50, p80: forecast.p80, p90: forecast.p90, mean: forecast.mean },
  method: "weighted analogy, replayed",
  n: Math.round(forecast.n),
  features: { ...featuresOf(at.task), logged_hours: null },
});

const base = (subject_gid: string, made_on: string) => ({
  kind: "task_hours" as const,
  subject_type: "task" as const,
  subject_gid,
  made_on,
  target_on: null,
  horizon_weeks: null,
  unit: "hours" as const,
  p85: null,
});

const featuresOf = (task: WorkspaceTask | undefined): ModelRow =>
  task
    ? {
        estimate_hours: task.estimate,
        logged_hours: task.actual,
        assignee_gid: task.assignee,
        project_gid: task.project,
        section: task.section,
        type: task.category,
        kind: task.subcategory,
        priority: task.priority,
        created_by_gid: task.requester,
        tag_gids: [...task.tags],
      }
    : {};

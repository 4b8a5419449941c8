import { completionOfTasks } from "../completion/task-completion.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { type EffortForecast, predictEffort } from "./predict.ts";
import { effortTables, pastOf, readTasks, type WorkspaceTask } from "./read-tasks.ts";
import { isPositive } from "./task.ts";

/** No forecast of effort below this many finished tasks to compare with. */
const minimum = 8;
/** Hours beyond this are no effort of one task; keeps the columns within their type. */
const mostHours = 1e9;

/** Effort of each open task from similar finished ones, and when it is likely done. */
export const taskForecastsNode: ModelNode = {
  name: "task_forecasts",
  reads: [...effortTables, "marts.task_dependencies"],
  writes: ["marts.task_forecasts"],
  isRecorded: true,
  run: async (input) => {
    const tasks = await readTasks(input);
    const past = pastOf(tasks);
    const open = tasks.filter((task) => !task.isCompleted);
    const counts = {
      estimate: past.filter((task) => isPositive(task.estimate)).length,
      similar_tasks: past.length,
    };
    const forecasts = predictEffort(
      past,
      open.map((task) => ({ ...task, logged: task.actual })),
      input.asOf,
    );
    const done = completionOfTasks(tasks.map(lifeOf), dayNumber(input.asOf), await readDependencies(input));
    const rows = open.map((task, i): ModelRow => {
      const forecast = forecasts[i]!;
      const effort = effortColumns(task, forecast, counts[forecast.basis]);
      // No quantile of a row that is not ok, dates included.
      const completion = effort.status === "ok" ? done.get(task.id) : undefined;
      return {
        task_gid: task.id,
        ...effort,
        completes_on_p50: completion ? dateOf(completion.completes_on_p50) : null,
        completes_on_p85: completion ? dateOf(completion.completes_on_p85) : null,
        as_of_on: input.asOf,
      };
    });
    return { "marts.task_forecasts": rows };
  },
};

function effortColumns(task: WorkspaceTask, forecast: EffortForecast, known: number): ModelRow {
  const refusal = refusalOf(task, forecast, known);
  if (refusal) return { ...nothing, basis: forecast.basis, n: refusal.n, unlocks: refusal.unlocks };
  const hours = (value: number) => Math.min(mostHours, Math.round(value * 10_000) / 10_000);
  const logged = isPositive(task.actual) ? task.actual : 0;
  return {
    adjusted_estimate_hours: hours(forecast.p50),
    hours_p10: hours(forecast.p10),
    hours_p50: hours(forecast.p50),
    hours_p80: hours(forecast.p80),
    hours_p90: hours(forecast.p90),
    hours_mean: hours(forecast.mean),
    remaining_hours: hours(Math.max(0, forecast.mean - logged)),
    confidence: forecast.confidence,
    basis: forecast.basis,
    similar_task_gids: forecast.similar,
    method,
    n: Math.max(1, Math.round(forecast.n)),
    status: "ok",
    unlocks: null,
  };
}

const method = "weighted analogy with finished tasks; levels and confidence calibrated on its own record";

function refusalOf(task: WorkspaceTask, forecast: EffortForecast, known: number) {
  if (task.isMilestone) return { n: 0, unlocks: "A milestone marks a date and takes no hours of its own" };
  if (known >= minimum) return null;
  const wanted = forecast.basis === "estimate" ? "an estimate and logged hours" : "logged hours";
  return {
    n: known,
    unlocks: `${minimum - known} more completed ${minimum - known === 1 ? "task" : "tasks"} with ${wanted}`,
  };
}

const nothing = {
  adjusted_estimate_hours: null,
  hours_p10: null,
  hours_p50: null,
  hours_p80: null,
  hours_p90: null,
  hours_mean: null,
  remaining_hours: null,
  confidence: null,
  similar_task_gids: null,
  method,
  status: "insufficient_data",
} as const;

const lifeOf = (task: WorkspaceTask) => ({
  task_gid: task.id,
  assignee_gid: task.assignee,
  createdDay: task.createdDay,
  dueDay: task.dueDay,
  completedDay: task.isCompleted ? (task.completedDay ?? task.createdDay) : null,
});

async function readDependencies(input: Pick<ModelInput, "rows">): Promise<Map<string, string[]>> {
  const pairs = await input.rows<{ task_gid: string; depends_on_gid: string }>(
    "select task_gid, depends_on_gid from marts.task_dependencies order by all",
  );
  const result = new Map<string, string[]>();
  for (const { task_gid, depends_on_gid } of pairs) {
    const before = result.get(task_gid);
    if (before) before.push(depends_on_gid);
    else result.set(task_gid, [depends_on_gid]);
  }
  return result;
}

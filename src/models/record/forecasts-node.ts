import { calendarTables } from "../calendar/read-calendar.ts";
import { projectTables, readProjects } from "../completion/read-projects.ts";
import { sharedTables } from "../completion/read-shared.ts";
import { effortTables, readTasks, type WorkspaceTask } from "../effort/read-tasks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { velocityTables } from "../velocity/read-velocity.ts";
import { type Forecast, ledgerRow, named } from "./forecast.ts";
import { fromCapacity } from "./from-capacity.ts";
import { fromProjects } from "./from-projects.ts";
import { fromTaskForecasts } from "./from-tasks.ts";
import { fromVelocity } from "./from-velocity.ts";
import { hindcast, originsBefore } from "./hindcast.ts";
import { outcomeTables, readOutcomes } from "./outcomes.ts";
import { type RecordedForecast, scoreRow } from "./score.ts";

/** Beyond so many earlier forecasts only those of every seventh night are shown; the store keeps all. */
const mostEarlier = 200_000;

/**
 * The record: what this run forecasts, what earlier runs forecast (from the store's ledger), what the models would have
 * said before the first night (replayed), and the scores of all whose outcome is known.
 */
export const forecastsNode: ModelNode = {
  name: "forecasts",
  reads: [
    ...new Set([
      ...effortTables,
      ...projectTables,
      ...velocityTables,
      ...calendarTables,
      ...sharedTables,
      ...outcomeTables,
      "marts.project_forecasts",
      "staging.stg_forecasts",
    ]),
  ],
  writes: ["marts.forecasts", "marts.forecast_scores"],
  run: async (input) => {
    const tasks = await readTasks(input);
    const [earlier, now, outcomeOf] = await Promise.all([
      readEarlier(input),
      forecastsOfRun(input, tasks),
      readOutcomes(input),
    ]);
    const firstNight = [input.asOf, ...new Set(earlier.map((row) => row.made_on))].sort()[0]!;
    const replayed = await hindcast(input, originsBefore(firstNight, input.asOf, tasks.length), tasks);
    const rows = [
      ...earlier,
      ...replayed.map((forecast) => ledgerRow(forecast, { runId: input.runId, hindcast: true })),
      ...now.map((forecast) => ledgerRow(forecast, { runId: input.runId, hindcast: false })),
    ];
    const scores = rows.flatMap((row): ModelRow[] => {
      const recorded = row as ModelRow & RecordedForecast & { subject_type: string; target_on: string | null };
      const outcome = outcomeOf(recorded);
      const score = outcome && scoreRow(recorded, outcome);
      return score ? [score] : [];
    });
    return { "marts.forecasts": rows.map(named), "marts.forecast_scores": scores };
  },
};

async function forecastsOfRun(input: ModelInput, tasks: readonly WorkspaceTask[]): Promise<Forecast[]> {
  const [taskRows, flows, projectRows, velocityRows, loadRows] = await Promise.all([
    input.rows("select * from marts.task_forecasts where status = 'ok' order by task_gid"),
    readProjects(input),
    input.rows("select * from marts.project_forecasts where status = 'ok' order by project_gid"),
    input.rows("select * from marts.velocity_weekly order by scope_type, scope_gid, week_start_on"),
    input.rows(
      "select * from marts.capacity_weekly where is_future and overload_probability is not null order by person_gid, week_start_on",
    ),
  ]);
  return [
    ...fromTaskForecasts(taskRows, new Map(tasks.map((task) => [task.id, task])), input.asOf),
    ...fromProjects(projectRows, new Map(flows.map((flow) => [flow.project_gid, flow])), input.asOf),
    ...fromVelocity(velocityRows, input.asOf),
    ...fromCapacity(loadRows, input.asOf),
  ];
}

type Earlier = ModelRow & RecordedForecast;

async function readEarlier(input: ModelInput): Promise<Earlier[]> {
  const [{ n } = { n: 0 }] = await input.rows<{ n: number }>("select count(*) as n from staging.stg_forecasts");
  const thinned = n > mostEarlier ? `where date_diff('day', made_on, date '${input.asOf}') % 7 = 0` : "";
  return input.rows<Earlier>(
    `select * exclude (seq), null as features from staging.stg_forecasts ${thinned} order by forecast_id`,
  );
}

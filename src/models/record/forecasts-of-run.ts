import { readProjects } from "../completion/read-projects.ts";
import type { WorkspaceTask } from "../effort/read-tasks.ts";
import type { ModelInput } from "../node.ts";
import type { Forecast } from "./forecast.ts";
import { fromCapacity } from "./from-capacity.ts";
import { fromHeadcount } from "./from-headcount.ts";
import { fromProjects } from "./from-projects.ts";
import { fromTaskForecasts } from "./from-tasks.ts";
import { fromVelocity } from "./from-velocity.ts";

/** What the forecasting models wrote; the record is made of it. */
export const publishedTables = [
  "marts.task_forecasts",
  "marts.project_forecasts",
  "marts.velocity_weekly",
  "marts.capacity_weekly",
  "marts.headcount_projection",
] as const;

/** The forecasts that a run publishes, each with the row that it was made from. */
export async function forecastsOfRun(input: ModelInput, tasks: readonly WorkspaceTask[]): Promise<Forecast[]> {
  const [taskRows, flows, projectRows, velocityRows, loadRows, headcountRows] = await Promise.all([
    input.rows("select * from marts.task_forecasts where status = 'ok' order by task_gid"),
    readProjects(input),
    input.rows("select * from marts.project_forecasts where status = 'ok' order by project_gid"),
    input.rows("select * from marts.velocity_weekly order by scope_type, scope_gid, week_start_on"),
    input.rows(
      "select * from marts.capacity_weekly where is_future and overload_probability is not null order by person_gid, week_start_on",
    ),
    input.rows("select * from marts.headcount_projection where status = 'ok' order by team_gid, quarter_start_on"),
  ]);
  return [
    ...fromTaskForecasts(taskRows, new Map(tasks.map((task) => [task.id, task])), input.asOf),
    ...fromProjects(projectRows, new Map(flows.map((flow) => [flow.project_gid, flow])), input.asOf),
    ...fromVelocity(velocityRows, input.asOf),
    ...fromCapacity(loadRows, input.asOf),
    ...fromHeadcount(headcountRows, input.asOf),
  ];
}

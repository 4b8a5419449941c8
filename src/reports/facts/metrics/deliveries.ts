import type { Metric } from "../fact.ts";
import { asOf, liveProjects, liveTasks } from "./fragments.ts";

const perProject = (id: string, unit: Metric["unit"], value: string, definition: string): Metric => ({
  id,
  unit,
  scope: "project",
  definition,
  sql: `
      select t.project_gid as gid, any_value(p.name) as name, any_value(p.permalink_url) as link, ${value} as value
      from ${liveTasks} t join ${liveProjects} p using (project_gid) group by 1`,
});

const compared = "t.completed_at is not null and t.estimate_hours > 0 and t.actual_hours > 0";

/** How a project's work came, went, and compared with its estimates. */
export const deliveryMetrics: readonly Metric[] = [
  perProject(
    "scope_added",
    "count",
    `count(*) filter (where t.created_at >= ${asOf} - 56 and t.created_at < ${asOf})`,
    "Tasks added to the project in the last eight weeks.",
  ),
  perProject(
    "scope_finished",
    "count",
    `count(*) filter (where t.completed_at >= ${asOf} - 56 and t.completed_at < ${asOf})`,
    "Tasks finished in the project in the last eight weeks.",
  ),
  perProject(
    "compared_tasks",
    "count",
    `count(*) filter (where ${compared})`,
    "Finished tasks of the project that have both an estimate and actual hours.",
  ),
  perProject(
    "compared_estimate",
    "hours",
    `sum(t.estimate_hours) filter (where ${compared})`,
    "Estimated hours of these tasks.",
  ),
  perProject(
    "compared_actual",
    "hours",
    `sum(t.actual_hours) filter (where ${compared})`,
    "Actual hours of these tasks.",
  ),
];

import type { Metric } from "../fact.ts";
import { liveProjects } from "./fragments.ts";

/** Budgets in hours or money of open projects, with the hours logged and the hours that are expected to come. */
const budgets = `(
  with logged as (
    select project_gid, sum(hours) as hours from marts.time_entries group by 1
  ), forecast as (
    select project_gid, remaining_hours from marts.project_forecasts where status = 'ok'
  ), known as (
    select p.project_gid, p.name, p.permalink_url, b.budget_gid, b.budget_type,
      coalesce(cast(b.budget_hours as double), cast(b.budget_amount as double)) as planned,
      if(b.budget_type = 'time', coalesce(b.actual_hours, logged.hours), cast(b.actual_amount as double)) as used,
      cast(logged.hours as double) as logged_hours, cast(forecast.remaining_hours as double) as remaining_hours
    from marts.budgets b
    join ${liveProjects} p using (project_gid)
    left join logged using (project_gid)
    left join forecast using (project_gid)
  )
  select *, planned is not null as is_known,
    case when budget_type = 'time' then used + remaining_hours
      when logged_hours > 0 then used * (1 + remaining_hours / logged_hours) end as at_end
  from known where planned > 0
)`;

const gid = "project_gid || ':' || budget_type";

/** What projects use of their budgets, now and when their open work is done. Money is never added across currencies. */
export const budgetMetrics: readonly Metric[] = [
  {
    id: "budget_used",
    unit: "ratio",
    scope: "project",
    definition: "Hours logged, or cost as Asana counts it, divided by the budget.",
    sql: `select ${gid} as gid, max(name) as name, sum(used) / sum(planned) as value, max(permalink_url) as link from ${budgets} group by 1`,
  },
  {
    id: "budget_at_end",
    unit: "ratio",
    scope: "project",
    definition:
      "The same when the open work is done: expected remaining hours added; cost grows at what an hour has cost so far.",
    sql: `
      select ${gid} as gid, max(name) as name, sum(at_end) / sum(planned) as value, max(permalink_url) as link
      from ${budgets} where at_end is not null group by 1`,
  },
  {
    id: "budget_spent",
    unit: "count",
    scope: "project",
    definition: "Hours logged, or cost as Asana counts it, in hours or in the currency of the budget.",
    sql: `select ${gid} as gid, max(name) as name, sum(used) as value from ${budgets} group by 1`,
  },
  {
    id: "budget_total",
    unit: "count",
    scope: "project",
    definition: "The budget, in hours or in its currency.",
    sql: `select ${gid} as gid, max(name) as name, sum(planned) as value from ${budgets} group by 1`,
  },
  {
    id: "budgets_over",
    unit: "count",
    scope: "workspace",
    definition: "Budgets of open projects that will be more than used up when the open work is done.",
    sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${budgets} where at_end > planned having count(*) > 0`,
  },
  {
    id: "budgets_known",
    unit: "count",
    scope: "workspace",
    definition: "Budgets of open projects for which the use at the end can be forecast.",
    sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${budgets} where at_end is not null having count(*) > 0`,
  },
];

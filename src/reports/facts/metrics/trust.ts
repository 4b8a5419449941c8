import type { Metric } from "../fact.ts";
import { asOf, liveTasks } from "./fragments.ts";

const scores = `(select * from marts.forecast_scores where kind is not null)`;
const openTasks = `(select * from ${liveTasks} where not is_completed)`;

const share = (id: string, condition: string, definition: string): Metric => ({
  id,
  unit: "ratio",
  scope: "workspace",
  definition,
  sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) as n,
        count(*) filter (where ${condition}) / nullif(count(*), 0) as value
      from ${openTasks}`,
});

const workspaceCount = (id: string, from: string, definition: string): Metric => ({
  id,
  unit: "count",
  scope: "workspace",
  definition,
  sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${from}`,
});

/** A count of the record of warnings, over all teams and horizons. */
const alertCount = (id: string, column: string, definition: string): Metric => ({
  id,
  unit: "count",
  scope: "workspace",
  definition,
  sql: `
      select 'workspace' as gid, 'Workspace' as name, ${column} as value, n
      from marts.alert_record where team_gid = 'all' and horizon = 'all'`,
});

/** How far the numbers can be trusted: the record of past forecasts, and the state of the data. */
export const trustMetrics: readonly Metric[] = [
  {
    id: "intervals_held",
    unit: "count",
    scope: "kind",
    definition: "Past forecasts whose outcome lay inside their 80 % prediction interval.",
    sql: `select kind as gid, kind as name, count(*) filter (where is_inside_80) as value, count(*) as n from ${scores} group by 1, 2`,
  },
  {
    id: "intervals_scored",
    unit: "count",
    scope: "kind",
    definition: "Past forecasts whose outcome is known.",
    sql: `select kind as gid, kind as name, count(*) as value from ${scores} group by 1, 2`,
  },
  {
    id: "intervals_replayed",
    unit: "count",
    scope: "kind",
    definition: "Of these, forecasts replayed over history from before the first night.",
    sql: `select kind as gid, kind as name, count(*) filter (where hindcast) as value, count(*) as n from ${scores} group by 1, 2`,
  },
  {
    id: "all_intervals_held",
    unit: "count",
    scope: "workspace",
    definition: "Past forecasts of every kind whose outcome lay inside their 80 % prediction interval.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) filter (where is_inside_80) as value, count(*) as n
      from ${scores} having count(*) > 0`,
  },
  {
    id: "all_intervals_scored",
    unit: "count",
    scope: "workspace",
    definition: "Past forecasts of every kind whose outcome is known.",
    sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${scores} having count(*) > 0`,
  },
  alertCount("overloads_judged", "n", "Chances of overload, one for a person and week, whose week is over."),
  alertCount("overloads_replayed", "number_replayed", "Of these, replayed over history from before the first night."),
  alertCount("overloads_warned", "number_warned", "Of these, warnings: a chance of 0.5 or more."),
  alertCount(
    "warnings_came_true",
    "number_came_true",
    "Warnings of overload whose week was overloaded by the work that was due or logged in it.",
  ),
  alertCount("warnings_logged", "number_logged_over", "Of these, warnings that hours logged alone bear out."),
  alertCount("overloads_seen", "number_overloaded", "Chances whose week was overloaded, warned of or not."),
  share("with_estimate", "estimate_hours > 0", "Share of open tasks with an estimate in hours."),
  share("with_assignee", "assignee_gid is not null", "Share of open tasks with an assignee."),
  share("with_due_date", "due_on is not null", "Share of open tasks with a due date."),
  {
    id: "data_as_of",
    unit: "instant",
    scope: "workspace",
    definition: "When the data were read from Asana.",
    sql: `select 'workspace' as gid, 'Workspace' as name, data_as_of_at as value from meta.refreshes where is_this_release`,
  },
  {
    id: "people_active",
    unit: "count",
    scope: "workspace",
    definition: "Active people, guests left out.",
    sql: `select 'workspace' as gid, 'Workspace' as name, count(*) as value from marts.people where is_active and not is_guest`,
  },
  {
    id: "people_assumed",
    unit: "count",
    scope: "workspace",
    definition: "Active people whose weekly capacity nobody configured, so that it is assumed.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) as value
      from marts.people where is_active and not is_guest and capacity_source = 'assumed'`,
  },
  workspaceCount(
    "sources_short",
    "meta.sources where state in ('refused', 'failed', 'partial', 'absent')",
    "Sources that could not be read whole.",
  ),
  workspaceCount("sources_read", "meta.sources where state = 'ok'", "Sources that were read whole."),
  workspaceCount("checks_run", "meta.checks", "Checks that ran on the release."),
  workspaceCount(
    "checks_failed",
    "meta.checks where number_of_violations > 0",
    "Checks of the release that some rows break.",
  ),
  {
    id: "days_old",
    unit: "days",
    scope: "workspace",
    definition: "Whole days from the data to the end of the as-of date.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name,
        greatest(0, date_diff('day', cast(data_as_of_at as date), ${asOf})) as value
      from meta.refreshes where is_this_release`,
  },
];

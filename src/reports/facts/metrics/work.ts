import type { Metric } from "../fact.ts";
import { asOf, forecastsWeekAgo, liveTasks } from "./fragments.ts";

const weeks = `(select * from marts.velocity_weekly where scope_type = 'workspace')`;
const past = `(select *, row_number() over (order by week_start_on desc) as age from ${weeks} where kind = 'actual')`;
const ahead = `(select *, row_number() over (order by week_start_on) as step from ${weeks} where kind = 'forecast' and status = 'ok')`;

const count = (condition: string): string => `
      select 'workspace' as gid, 'Workspace' as name, count(*) as value from ${liveTasks} where ${condition}`;

/** The pace of finishing tasks, and how the pile of open ones moved. */
export const workMetrics: readonly Metric[] = [
  {
    id: "open_tasks",
    unit: "count",
    scope: "workspace",
    definition: "Open tasks at the start of the as-of date.",
    sql: count(`created_at < ${asOf} and (completed_at is null or completed_at >= ${asOf})`),
  },
  {
    id: "open_tasks_week_ago",
    unit: "count",
    scope: "workspace",
    definition: "Tasks that were open seven days before, of those that still exist.",
    sql: count(`created_at < ${asOf} - 7 and (completed_at is null or completed_at >= ${asOf} - 7)`),
  },
  {
    id: "created_tasks",
    unit: "count",
    scope: "workspace",
    definition: "Tasks created in the last seven days.",
    sql: count(`created_at >= ${asOf} - 7 and created_at < ${asOf}`),
  },
  {
    id: "finished_tasks",
    unit: "count",
    scope: "workspace",
    definition: "Tasks finished in the last seven days.",
    sql: count(`completed_at >= ${asOf} - 7 and completed_at < ${asOf}`),
  },
  {
    id: "pace_now",
    unit: "count",
    scope: "workspace",
    definition:
      "Mean of tasks finished a week over the last 4 full weeks; the one before is the mean of the 4 weeks before those.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, avg(number_of_tasks_completed) filter (where age <= 4) as value,
        avg(number_of_tasks_completed) filter (where age between 5 and 8) as previous, count(*) as n
      from ${past} where age <= 8`,
  },
  {
    id: "pace_ahead",
    unit: "count",
    scope: "workspace",
    definition:
      "Tasks that will be finished in a coming week: median and 80 % prediction interval, of the fourth week ahead.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, v.number_of_tasks_completed_p50 as value, v.number_of_tasks_completed_p10 as lo, v.number_of_tasks_completed_p90 as hi, v.n, before.p50 as previous
      from ${ahead} v
      left join ${forecastsWeekAgo} before on before.kind = 'velocity_tasks' and before.subject_type = 'workspace' and before.horizon_weeks = 4
      where v.step = 4 limit 1`,
  },
  {
    id: "pace_step",
    unit: "factor",
    scope: "team",
    definition: "A team's pace after a lasting change, divided by its pace before.",
    sql: `
      select v.scope_gid as gid, t.name, arg_max(v.step_ratio, v.week_start_on) as value, max(v.n) as n
      from marts.velocity_weekly v join marts.teams t on t.team_gid = v.scope_gid
      where v.scope_type = 'team' and v.step_ratio is not null and v.step_on >= ${asOf} - 182 and t.number_of_members >= 5
      group by 1, 2`,
  },
  {
    id: "pace_step_on",
    unit: "date",
    scope: "team",
    definition: "First week of that lasting change.",
    sql: `
      select v.scope_gid as gid, t.name, arg_max(v.step_on, v.week_start_on) as value
      from marts.velocity_weekly v join marts.teams t on t.team_gid = v.scope_gid
      where v.scope_type = 'team' and v.step_ratio is not null and v.step_on >= ${asOf} - 182 and t.number_of_members >= 5
      group by 1, 2`,
  },
];

import type { Metric } from "../fact.ts";
import { asOf, liveProjects, teamPeople } from "./fragments.ts";

/** Weeks ahead of everyone, once under the team and once under the workspace. */
const weeks = `(
  select p.team_gid, p.team_name, c.* from marts.capacity_weekly c join ${teamPeople} p using (person_gid)
  union all by name
  select 'workspace' as team_gid, 'Everyone' as team_name, c.*
  from marts.capacity_weekly c join marts.people p using (person_gid) where p.is_active and not p.is_guest
)`;

const ahead = `(select * from ${weeks} where is_future and status = 'ok' and week_start_on < ${asOf} + 56)`;
const key = `team_gid || '@' || week_start_on`;
const recent = `(select * from ${weeks} where not is_future and week_start_on >= ${asOf} - 34)`;

const lastFour = (id: string, column: string, definition: string): Metric => ({
  id,
  unit: "hours",
  scope: "team",
  definition,
  sql: `
      select team_gid as gid, team_name as name, sum(${column}) as value from ${recent} group by 1, 2`,
});

/** Load of teams against their capacity. Teams under five people are merged. */
export const teamMetrics: readonly Metric[] = [
  {
    id: "utilization",
    unit: "ratio",
    scope: "team",
    definition: "Expected load of a team in a week divided by its capacity in that week.",
    sql: `
      select ${key} as gid, team_name as name, sum(load_mean) / nullif(sum(capacity_hours), 0) as value, count(*) as n
      from ${ahead} group by team_gid, team_name, week_start_on`,
  },
  {
    id: "people_over",
    unit: "count",
    scope: "team",
    definition: "People of the team who are more likely than not overloaded in that week.",
    sql: `
      select ${key} as gid, team_name as name, count(*) filter (where overload_probability > 0.5) as value, count(*) as n
      from ${ahead} group by team_gid, team_name, week_start_on`,
  },
  {
    id: "over_chance",
    unit: "probability",
    scope: "team",
    definition: "Chance of overload in that week of a person of the team, on average.",
    sql: `
      select ${key} as gid, team_name as name, avg(overload_probability) as value, count(*) as n
      from ${ahead} group by team_gid, team_name, week_start_on`,
  },
  {
    id: "over_work",
    unit: "hours",
    scope: "team",
    definition: "Assigned hours of the team in that week in the project, named here, that has most of them.",
    sql: `
      select t.team_gid || '@' || w.week_start_on as gid, p.name, sum(w.assigned_hours) as value,
        any_value(p.permalink_url) as link
      from marts.workload_weekly w join ${teamPeople} t using (person_gid) join ${liveProjects} p using (project_gid)
      where w.week_start_on >= ${asOf} - 6 and w.week_start_on < ${asOf} + 56 and w.assigned_hours > 0
      group by t.team_gid, w.week_start_on, p.project_gid, p.name
      qualify row_number() over (partition by t.team_gid, w.week_start_on order by sum(w.assigned_hours) desc, p.project_gid) = 1`,
  },
  {
    id: "people",
    unit: "count",
    scope: "team",
    definition: "Active people whose home team it is.",
    sql: `select team_gid as gid, team_name as name, count(distinct person_gid) as value from ${weeks} group by 1, 2`,
  },
  {
    id: "hours_over",
    unit: "hours",
    scope: "team",
    definition: "Expected load of a team in a week beyond its capacity in that week.",
    sql: `
      select ${key} as gid, team_name as name, sum(load_mean) - sum(capacity_hours) as value, count(*) as n
      from ${ahead} group by team_gid, team_name, week_start_on having sum(load_mean) > sum(capacity_hours)`,
  },
  lastFour("capacity_hours_4w", "capacity_hours", "Capacity over the last four full weeks, less holidays and absence."),
  lastFour("planned_hours_4w", "allocated_hours", "Hours planned by allocations over the last four full weeks."),
  lastFour("logged_hours_4w", "logged_hours", "Hours logged over the last four full weeks."),
  {
    id: "scheduled_hours_4w",
    unit: "hours",
    scope: "team",
    definition: "Expected remaining hours of assigned open tasks that fall into the next four weeks.",
    sql: `
      select team_gid as gid, team_name as name, sum(assigned_hours) as value
      from ${ahead} where week_start_on < ${asOf} + 28 group by 1, 2`,
  },
  {
    id: "capacity_hours_next_4w",
    unit: "hours",
    scope: "team",
    definition: "Capacity over the next four weeks, less holidays and absence.",
    sql: `
      select team_gid as gid, team_name as name, sum(capacity_hours) as value
      from ${ahead} where week_start_on < ${asOf} + 28 group by 1, 2`,
  },
];

import type { Metric } from "../fact.ts";
import { asOf, liveProjects, liveTasks, teamPeople } from "./fragments.ts";

/** The seven days before the as-of week; on a Monday, the week that has just ended. */
export const timeWeek = `(select date_trunc('week', as_of_on)::date - 7 from meta.refreshes where is_this_release)`;

const entries = `(
  select * from marts.time_entries where entered_on >= ${timeWeek} and entered_on < ${timeWeek} + 7
)`;

const finished = `(
  select t.*, p.name as project_name, p.permalink_url as project_link
  from ${liveTasks} t join ${liveProjects} p using (project_gid)
  where t.completed_at >= ${timeWeek} and t.completed_at < ${timeWeek} + 7 and not coalesce(t.is_milestone, false)
)`;

const peopleWeeks = `(
  select p.team_gid, p.team_name, c.* from marts.capacity_weekly c join ${teamPeople} p using (person_gid)
  where c.week_start_on = ${timeWeek} and not c.is_future
)`;

const perProject = (id: string, unit: Metric["unit"], value: string, definition: string): Metric => ({
  id,
  unit,
  scope: "project",
  definition,
  sql: `
      select project_gid as gid, any_value(project_name) as name, ${value} as value, any_value(project_link) as link,
        count(*) as n
      from ${finished} group by 1`,
});

const overall = (id: string, condition: string, definition: string): Metric => ({
  id,
  unit: "count",
  scope: "workspace",
  definition,
  sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) filter (where ${condition}) as value, count(*) as n
      from ${finished}`,
});

/** Where the time of the last full week went, and where it was not written down. */
export const timeMetrics: readonly Metric[] = [
  {
    id: "week_logged",
    unit: "hours",
    scope: "workspace",
    definition: "Hours logged in the last full week.",
    sql: `select 'workspace' as gid, 'Workspace' as name, sum(hours) as value, count(*) as n from ${entries}`,
  },
  {
    id: "week_capacity",
    unit: "hours",
    scope: "workspace",
    definition: "Capacity of everyone in the last full week, less holidays and absence.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, sum(c.capacity_hours) as value
      from marts.capacity_weekly c join marts.people p using (person_gid)
      where c.week_start_on = ${timeWeek} and p.is_active and not p.is_guest`,
  },
  {
    id: "week_project_logged",
    unit: "hours",
    scope: "project",
    definition: "Hours logged on the project in the last full week.",
    sql: `
      select e.project_gid as gid, any_value(p.name) as name, sum(e.hours) as value, count(*) as n,
        any_value(p.permalink_url) as link
      from ${entries} e join ${liveProjects} p using (project_gid) group by 1`,
  },
  {
    id: "week_project_planned",
    unit: "hours",
    scope: "project",
    definition: "Hours planned for the project by allocations in the last full week.",
    sql: `
      select w.project_gid as gid, any_value(p.name) as name, sum(w.allocated_hours) as value
      from marts.workload_weekly w join ${liveProjects} p using (project_gid)
      where w.week_start_on = ${timeWeek} group by 1 having sum(w.allocated_hours) > 0`,
  },
  {
    id: "week_team_logged",
    unit: "hours",
    scope: "team",
    definition: "Hours that the team's people logged in the last full week.",
    sql: `select team_gid as gid, any_value(team_name) as name, sum(logged_hours) as value from ${peopleWeeks} group by 1`,
  },
  {
    id: "week_team_capacity",
    unit: "hours",
    scope: "team",
    definition: "The team's capacity in the last full week, less holidays and absence.",
    sql: `select team_gid as gid, any_value(team_name) as name, sum(capacity_hours) as value from ${peopleWeeks} group by 1`,
  },
  {
    id: "week_team_planned",
    unit: "hours",
    scope: "team",
    definition: "Hours planned for the team's people by allocations in the last full week.",
    sql: `select team_gid as gid, any_value(team_name) as name, sum(allocated_hours) as value from ${peopleWeeks} group by 1`,
  },
  {
    id: "week_team_silent",
    unit: "count",
    scope: "team",
    definition: "People of the team who had capacity in the last full week but logged nothing.",
    sql: `
      select team_gid as gid, any_value(team_name) as name,
        count(*) filter (where capacity_hours > 0 and coalesce(logged_hours, 0) = 0) as value, count(*) as n
      from ${peopleWeeks} group by 1`,
  },
  perProject("week_finished", "count", "count(*)", "Tasks of the project finished in the last full week."),
  perProject(
    "week_unlogged",
    "count",
    "count(*) filter (where actual_hours is null)",
    "Of these, tasks without any actual hours.",
  ),
  perProject(
    "week_mismatched",
    "count",
    "count(*) filter (where actual_hours > 1.5 * estimate_hours or actual_hours < 0.5 * estimate_hours)",
    "Of these, tasks that took more than one and a half times their estimate, or less than half of it.",
  ),
  overall(
    "week_unlogged_all",
    `actual_hours is null`,
    "Tasks finished in the last full week without any actual hours.",
  ),
  overall(
    "week_mismatched_all",
    "actual_hours > 1.5 * estimate_hours or actual_hours < 0.5 * estimate_hours",
    "Tasks finished in the last full week that took more than one and a half times their estimate, or less than half of it.",
  ),
  {
    id: "week_silent_all",
    unit: "count",
    scope: "workspace",
    definition: "Active people who had capacity in the last full week but logged nothing.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name,
        count(*) filter (where c.capacity_hours > 0 and coalesce(c.logged_hours, 0) = 0) as value, count(*) as n
      from marts.capacity_weekly c join marts.people p using (person_gid)
      where c.week_start_on = ${timeWeek} and not c.is_future and p.is_active and not p.is_guest`,
  },
  {
    id: "week_entries_late",
    unit: "count",
    scope: "workspace",
    definition: "Time entries of the last full week that were made more than seven days after the day they are for.",
    sql: `
      select 'workspace' as gid, 'Workspace' as name, count(*) as value
      from ${entries} where date_diff('day', entered_on, cast(created_at as date)) > 7 and created_at < ${asOf} + 1`,
  },
];

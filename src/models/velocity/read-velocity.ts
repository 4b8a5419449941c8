import { currentWeek, dayOfSql, weekSql } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";
import { dateOf } from "../statistics/calendar.ts";

export const velocityTables = [
  "marts.tasks",
  "marts.time_entries",
  "marts.people",
  "marts.teams",
  "marts.projects",
] as const;

export type ScopeType = "workspace" | "team" | "project" | "person";

/** What happened in one week of a scope. */
export interface ScopeWeek {
  readonly scope_type: ScopeType;
  readonly scope_gid: string;
  readonly week: string;
  readonly tasks: number;
  readonly hours_completed: number;
  readonly hours_logged: number;
  readonly points: number;
}

/** Share of a week's hours that was entered within `age` weeks after the week's end. */
export interface LoggingDelay {
  readonly age: number;
  readonly hours: number;
}

export interface Member {
  readonly person_gid: string;
  readonly home_team_gid: string | null;
}

/** Weeks read: two years. */
const weeksRead = 104;

export async function readVelocity(input: ModelInput) {
  const [weeks, delays, members] = await Promise.all([
    input.rows<ScopeWeek>(weeksSql(input)),
    input.rows<LoggingDelay>(delaysSql(input)),
    input.rows<Member>("select person_gid, home_team_gid from marts.people where is_active order by person_gid"),
  ]);
  return { weeks, delays, members };
}

/** A task counts for its assignee, the assignee's home team, its project and the workspace; logged hours for who logged them. */
const weeksSql = (input: ModelInput) => {
  const today = `date '${input.asOf}'`;
  const first = `date '${dateOf(currentWeek(input.asOf, input.settings) - 7 * weeksRead)}'`;
  return `
  with done as (
    select ${weekSql(dayOfSql("t.completed_at", input.settings), input.settings)} as week, t.assignee_gid as person_gid,
      t.project_gid, 1 as tasks, greatest(coalesce(t.actual_hours, 0), 0) as hours_completed, 0 as hours_logged,
      coalesce(t.story_points, 0) as points
    from marts.tasks t
    where t.is_completed and not t.is_own and not t.is_deleted
      and ${dayOfSql("t.completed_at", input.settings)} between ${first} and ${today}
    union all
    select ${weekSql("e.entered_on", input.settings)}, e.person_gid, e.project_gid, 0, 0, e.hours, 0
    from marts.time_entries e left join marts.tasks t using (task_gid)
    where e.entered_on between ${first} and ${today} and e.hours > 0 and not coalesce(t.is_own, false)
      and ${knownSql("e", input)}
  ), flows as (
    select d.*, p.home_team_gid from done d left join marts.people p using (person_gid)
  ), scoped as (
    select case grouping(project_gid) * 4 + grouping(home_team_gid) * 2 + grouping(person_gid)
        when 3 then 'project' when 5 then 'team' when 6 then 'person' else 'workspace' end as scope_type,
      coalesce(project_gid, home_team_gid, person_gid, 'workspace') as scope_gid, week,
      sum(tasks)::bigint as tasks, sum(hours_completed) as hours_completed, sum(hours_logged) as hours_logged,
      cast(sum(points) as double) as points,
      grouping(project_gid) * 4 + grouping(home_team_gid) * 2 + grouping(person_gid) as level,
      project_gid is null and home_team_gid is null and person_gid is null as is_unnamed
    from flows
    group by grouping sets ((week), (week, project_gid), (week, home_team_gid), (week, person_gid))
  )
  select scope_type, scope_gid, week, tasks, hours_completed, hours_logged, points from scoped
  where level = 7 or not is_unnamed
  order by scope_type, scope_gid, week`;
};

/** Entries made after the as-of date were not known then. One made more than five weeks late is an import: it counts from its day. */
const knownSql = (entry: string, input: ModelInput) => {
  const created = dayOfSql(`${entry}.created_at`, input.settings);
  return `coalesce(${created} <= date '${input.asOf}' or ${created} > ${entry}.entered_on + 35, true)`;
};

/** Hours of weeks that ended at least 8 weeks ago, by how many weeks after the week's end they were entered. */
const delaysSql = (input: ModelInput) => {
  const created = dayOfSql("created_at", input.settings);
  const end = `(${weekSql("entered_on", input.settings)} + 7)`;
  return `
  select case when ${created} < ${end} then 0 else least(9, (${created} - ${end}) // 7 + 1) end as age, sum(hours) as hours
  from marts.time_entries
  where created_at is not null and ${created} between entered_on and entered_on + 35 and hours > 0
    and entered_on between date '${input.asOf}' - 420 and date '${input.asOf}' - 63
  group by all order by age`;
};

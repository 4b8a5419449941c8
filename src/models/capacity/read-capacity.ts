import { dayOfSql, weekSql } from "../calendar/weeks.ts";
import { isDone } from "../completion/read-projects.ts";
import type { ModelInput } from "../node.ts";
import { effortThenSql, usualEffortSql } from "./effort-then.ts";

export const capacityTables = [
  "marts.people",
  "marts.tasks",
  "marts.task_forecasts",
  "marts.time_entries",
  "marts.allocations",
] as const;

export interface PersonRow {
  readonly person_gid: string;
  readonly weekly_capacity_hours: number;
  readonly is_active: boolean;
}

export interface OpenTaskRow {
  readonly person_gid: string;
  readonly project_gid: string | null;
  readonly start_on: string | null;
  readonly due_on: string | null;
  readonly usual_end_on: string | null;
  readonly logged_hours: number;
  readonly p50: number | null;
  readonly p90: number | null;
}

/** Hours of a person in a week on tasks that were created `lag` weeks before (9 = nine or more; -1 = assigned to another). */
export interface LoggedRow {
  readonly person_gid: string;
  readonly week: string;
  readonly lag: number;
  readonly hours: number;
}

export interface AllocationRow {
  readonly person_gid: string;
  readonly project_gid: string | null;
  readonly start_on: string | null;
  readonly end_on: string | null;
  readonly hours_per_week: number;
}

export const readCapacity = (input: ModelInput) =>
  readWithTasks(input, openTasksSql(input, "t.assignee_gid is not null"));

/** The same as far as it was known on a past day: tasks that were open then, with the hours logged by then. */
export const readCapacityThen = (input: ModelInput) => readWithTasks(input, tasksThenSql(input));

async function readWithTasks(input: ModelInput, tasksSql: string) {
  const [people, tasks, logged, allocations] = await Promise.all([
    input.rows<PersonRow>(peopleSql),
    input.rows<OpenTaskRow>(tasksSql),
    input.rows<LoggedRow>(loggedSql(input)),
    input.rows<AllocationRow>(allocationsSql),
  ]);
  return { people, tasks, logged, allocations };
}

/** People, and everybody's open tasks; those of nobody have the person 'none'. */
export async function readAssigned(input: ModelInput) {
  const [people, tasks] = await Promise.all([
    input.rows<PersonRow>(peopleSql),
    input.rows<OpenTaskRow>(openTasksSql(input, "true")),
  ]);
  return { people, tasks };
}

const peopleSql = `
  select person_gid, greatest(coalesce(weekly_capacity_hours, 0), 0) as weekly_capacity_hours, coalesce(is_active, false) as is_active
  from marts.people order by person_gid`;

const openTasksSql = (input: ModelInput, which: string) => `
  select coalesce(t.assignee_gid, 'none') as person_gid, t.project_gid, t.start_on, t.due_on, f.completes_on_p85 as usual_end_on,
    greatest(coalesce(t.actual_hours, 0), 0) as logged_hours,
    coalesce(f.hours_p50, nullif(greatest(t.estimate_hours, 0), 0)) as p50, f.hours_p90 as p90
  from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
  where not t.is_completed and not t.is_own and not t.is_deleted and ${which}
    and coalesce(${dayOfSql("t.created_at", input.settings)}, date '1970-01-01') <= date '${input.asOf}'
  order by t.task_gid`;

const tasksThenSql = (input: ModelInput) => `
  with usual as (${usualEffortSql(input)}
  ), logged as (
    select task_gid, sum(hours) as hours from marts.time_entries
    where entered_on <= date '${input.asOf}' and hours > 0 group by task_gid
  )
  select t.assignee_gid as person_gid, t.project_gid, t.start_on, t.due_on,
    case when not t.is_completed then f.completes_on_p85 end as usual_end_on, coalesce(l.hours, 0) as logged_hours,
    ${effortThenSql} as p50, case when not t.is_completed then f.hours_p90 end as p90
  from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
    left join logged l on l.task_gid = t.task_gid cross join usual
  where not (${isDone(input)}) and not t.is_own and not t.is_deleted and t.assignee_gid is not null
    and ${dayOfSql("coalesce(t.created_at, timestamp '1970-01-01')", input.settings)} <= date '${input.asOf}'
  order by t.task_gid`;

const loggedSql = (input: ModelInput) => `
  with entries as (
    select e.person_gid, e.hours, ${weekSql("e.entered_on", input.settings)} as week, t.assignee_gid,
      ${weekSql(dayOfSql("t.created_at", input.settings), input.settings)} as created_week
    from marts.time_entries e left join marts.tasks t using (task_gid)
    where e.person_gid is not null and e.entered_on <= date '${input.asOf}' and e.entered_on > date '${input.asOf}' - 400
      and e.hours > 0 and not coalesce(t.is_own, false)
  )
  select person_gid, week, sum(hours) as hours,
    case when assignee_gid is distinct from person_gid then -1
      else least(9, greatest(0, (week - coalesce(created_week, week)) // 7)) end as lag
  from entries group by all order by all`;

const allocationsSql = `
  select person_gid, project_gid, start_on, end_on, greatest(coalesce(hours_per_week, 0), 0) as hours_per_week
  from marts.allocations where person_gid is not null order by allocation_gid`;

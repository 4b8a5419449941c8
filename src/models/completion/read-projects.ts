import { currentWeek, dayOfSql, weekSql } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";

export const projectTables = ["marts.tasks", "marts.projects", "marts.task_forecasts"] as const;

/** A project with its weekly flow, from its first task to the last whole week before the as-of week. */
export interface ProjectFlow {
  readonly project_gid: string;
  readonly due_on: string | null;
  readonly openTasks: number;
  readonly remainingHours: number;
  /** First day of the first week. */
  readonly firstWeek: number;
  readonly completed: readonly number[];
  readonly created: readonly number[];
  readonly completedHours: readonly number[];
  readonly createdHours: readonly number[];
}

/** Longest past that is read; older weeks say nothing about the pace of today. */
const weeksRead = 156;

interface WeekRow {
  readonly project_gid: string;
  readonly week: string;
  readonly created: number;
  readonly completed: number;
  readonly created_hours: number;
  readonly completed_hours: number;
}

interface ProjectRow {
  readonly project_gid: string;
  readonly due_on: string | null;
  readonly open_tasks: number;
  readonly remaining_hours: number;
}

/** Every project that is not archived, deleted or our own. Hours of a task: actual where done, expected where open. */
export async function readProjects(input: ModelInput): Promise<ProjectFlow[]> {
  const [projects, weeks] = await Promise.all([
    input.rows<ProjectRow>(projectsSql(input)),
    input.rows<WeekRow>(weeksSql(input)),
  ]);
  const byProject = Map.groupBy(weeks, (row) => row.project_gid);
  const end = currentWeek(input.asOf, input.settings);
  return projects.map((project) => flowOf(project, byProject.get(project.project_gid) ?? [], end));
}

function flowOf(project: ProjectRow, rows: readonly WeekRow[], end: number): ProjectFlow {
  const past = rows.map((row) => ({ ...row, day: dayNumber(row.week) })).filter((row) => row.day < end);
  const earliest = Math.max(end - 7 * weeksRead, Math.min(end, ...past.map((row) => row.day)));
  const length = (end - earliest) / 7;
  const flow = {
    project_gid: project.project_gid,
    due_on: project.due_on,
    openTasks: project.open_tasks,
    remainingHours: project.remaining_hours,
    firstWeek: earliest,
    completed: new Array<number>(length).fill(0),
    created: new Array<number>(length).fill(0),
    completedHours: new Array<number>(length).fill(0),
    createdHours: new Array<number>(length).fill(0),
  };
  for (const row of past) {
    // What lies before the first week read counts as scope of the first.
    const week = Math.max(0, (row.day - earliest) / 7);
    flow.created[week]! += row.created;
    flow.createdHours[week]! += row.created_hours;
    flow.completed[week]! += row.completed;
    flow.completedHours[week]! += row.completed_hours;
  }
  return flow;
}

/** Completed by the as-of date, which lies before the data's own where a past night is replayed. */
const isDone = (input: ModelInput) =>
  `t.is_completed and coalesce(${dayOfSql("t.completed_at", input.settings)} <= date '${input.asOf}', true)`;

const projectsSql = (input: ModelInput) => `
  with open as (
    select t.project_gid, count(*) as open_tasks,
      sum(greatest(coalesce(f.remaining_hours, t.estimate_hours - coalesce(t.actual_hours, 0), 0), 0)) as remaining_hours
    from marts.tasks t left join marts.task_forecasts f using (task_gid)
    where not (${isDone(input)}) and not t.is_own and not t.is_deleted
      and ${dayOfSql("coalesce(t.created_at, timestamp '1970-01-01')", input.settings)} <= date '${input.asOf}'
    group by all
  )
  select p.project_gid, p.due_on, coalesce(o.open_tasks, 0) as open_tasks, coalesce(o.remaining_hours, 0) as remaining_hours
  from marts.projects p left join open o using (project_gid)
  where not p.is_archived and not p.is_own and not p.is_deleted
  order by p.project_gid`;

const weeksSql = (input: ModelInput) => `
  with sized as (
    select t.project_gid,
      ${weekSql(dayOfSql("coalesce(t.created_at, t.completed_at)", input.settings), input.settings)} as created_week,
      case when ${isDone(input)} then ${weekSql(dayOfSql("t.completed_at", input.settings), input.settings)} end as completed_week,
      greatest(coalesce(case when ${isDone(input)} then nullif(t.actual_hours, 0) end, f.hours_mean, t.estimate_hours, 0), 0) as hours
    from marts.tasks t left join marts.task_forecasts f using (task_gid)
    where not t.is_own and not t.is_deleted and t.project_gid is not null
  ), flows as (
    select project_gid, created_week as week, 1 as created, 0 as completed, hours as created_hours, 0 as completed_hours
    from sized where created_week is not null
    union all
    select project_gid, completed_week, 0, 1, 0, hours from sized where completed_week is not null
  )
  select project_gid, week, sum(created)::bigint as created, sum(completed)::bigint as completed,
    sum(created_hours) as created_hours, sum(completed_hours) as completed_hours
  from flows group by all order by all`;

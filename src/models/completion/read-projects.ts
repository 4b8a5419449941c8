import { currentWeek, dayOfSql, weekSql } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { knownShares } from "./known-work.ts";

export const projectTables = ["marts.tasks", "marts.projects", "marts.task_forecasts"] as const;

/** A project with its weekly flow, from its first task to the last whole week before the as-of week. */
export interface ProjectFlow {
  readonly project_gid: string;
  readonly due_on: string | null;
  readonly openTasks: number;
  /** Open tasks that somebody means to do: with a due date, or assigned and young. Milestones and parked ideas are not among them. */
  readonly activeTasks: number;
  /** Shares of known work at past origins; see known-work.ts. */
  readonly knownShares: readonly number[];
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

interface CohortRow {
  readonly project_gid: string;
  readonly created_week: string;
  readonly completed_week: string | null;
  readonly tasks: number;
  readonly hours: number;
}

interface ProjectRow {
  readonly project_gid: string;
  readonly due_on: string | null;
  readonly open_tasks: number;
  readonly active_tasks: number;
  readonly remaining_hours: number;
}

/** Every project that is not archived, deleted or our own. Hours of a task: actual where done, expected where open. */
export async function readProjects(input: ModelInput): Promise<ProjectFlow[]> {
  const [projects, weeks] = await Promise.all([
    input.rows<ProjectRow>(projectsSql(input)),
    input.rows<CohortRow>(cohortsSql(input)),
  ]);
  const byProject = Map.groupBy(weeks, (row) => row.project_gid);
  const end = currentWeek(input.asOf, input.settings);
  return projects.map((project) => flowOf(project, byProject.get(project.project_gid) ?? [], end));
}

function flowOf(project: ProjectRow, rows: readonly CohortRow[], end: number): ProjectFlow {
  const cohorts = rows.map((row) => ({
    createdWeek: dayNumber(row.created_week),
    completedWeek: row.completed_week === null ? null : dayNumber(row.completed_week),
    tasks: row.tasks,
    hours: row.hours,
  }));
  const earliest = Math.max(end - 7 * weeksRead, Math.min(end, ...cohorts.map((cohort) => cohort.createdWeek)));
  const zeros = () => new Array<number>((end - earliest) / 7).fill(0);
  const flow = { completed: zeros(), created: zeros(), completedHours: zeros(), createdHours: zeros() };
  // What lies before the first week read counts as of the first.
  const at = (week: number) => Math.max(0, (week - earliest) / 7);
  for (const { createdWeek, completedWeek, tasks, hours } of cohorts) {
    if (createdWeek < end) {
      flow.created[at(createdWeek)]! += tasks;
      flow.createdHours[at(createdWeek)]! += hours;
    }
    if (completedWeek !== null && completedWeek < end) {
      flow.completed[at(completedWeek)]! += tasks;
      flow.completedHours[at(completedWeek)]! += hours;
    }
  }
  return {
    project_gid: project.project_gid,
    due_on: project.due_on,
    openTasks: project.open_tasks,
    activeTasks: project.active_tasks,
    remainingHours: project.remaining_hours,
    firstWeek: earliest,
    ...flow,
    knownShares: knownShares(cohorts, end),
  };
}

/** Completed by the as-of date, which lies before the data's own where a past night is replayed. */
export const isDone = (input: ModelInput) =>
  `t.is_completed and coalesce(${dayOfSql("t.completed_at", input.settings)} <= date '${input.asOf}', true)`;

/** Undated tasks that have been lying for longer than this are parked. */
const parkedAfterDays = 60;

/** SQL: whether an open task (alias t) is one that somebody means to do. */
export const isWork = (input: ModelInput) => {
  const created = dayOfSql("coalesce(t.created_at, t.completed_at)", input.settings);
  return `not coalesce(t.is_milestone, false) and (t.due_on is not null
        or (t.assignee_gid is not null and coalesce(${created} >= date '${input.asOf}' - ${parkedAfterDays}, false)))`;
};

const projectsSql = (input: ModelInput) => `
  with open as (
    select t.project_gid, count(*) as open_tasks,
      count(*) filter (${isWork(input)}) as active_tasks,
      sum(greatest(coalesce(f.remaining_hours, t.estimate_hours - coalesce(t.actual_hours, 0), 0), 0)) as remaining_hours
    from marts.tasks t left join marts.task_forecasts f using (task_gid)
    where not (${isDone(input)}) and not t.is_own and not t.is_deleted
      and ${dayOfSql("coalesce(t.created_at, timestamp '1970-01-01')", input.settings)} <= date '${input.asOf}'
    group by all
  )
  select p.project_gid, p.due_on, coalesce(o.open_tasks, 0) as open_tasks,
    coalesce(o.active_tasks, 0) as active_tasks, coalesce(o.remaining_hours, 0) as remaining_hours
  from marts.projects p left join open o using (project_gid)
  where not p.is_archived and not p.is_own and not p.is_deleted
  order by p.project_gid`;

const cohortsSql = (input: ModelInput) => `
  with sized as (
    select t.project_gid,
      ${weekSql(dayOfSql("coalesce(t.created_at, t.completed_at)", input.settings), input.settings)} as created_week,
      case when ${isDone(input)} then ${weekSql(dayOfSql("t.completed_at", input.settings), input.settings)} end as completed_week,
      greatest(coalesce(case when ${isDone(input)} then nullif(t.actual_hours, 0) end, f.hours_mean, t.estimate_hours, 0), 0) as hours
    from marts.tasks t left join marts.task_forecasts f using (task_gid)
    where not t.is_own and not t.is_deleted and t.project_gid is not null and coalesce(t.created_at, t.completed_at) is not null
      and not coalesce(t.is_milestone, false)
  )
  select project_gid, least(created_week, coalesce(completed_week, created_week)) as created_week, completed_week,
    count(*) as tasks, sum(hours) as hours
  from sized group by all order by all`;

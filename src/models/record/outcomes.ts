import { dayOfSql } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";
import { addDays, dayNumber } from "../statistics/calendar.ts";
import type { Outcome } from "./score.ts";

export const outcomeTables = ["marts.tasks", "marts.projects", "marts.velocity_weekly"] as const;

export interface Question {
  readonly kind: string;
  readonly subject_type: string;
  readonly subject_gid: string;
  readonly made_on: string;
  readonly target_on: string | null;
}

/** What became of whatever was forecast, as far as it is known on the as-of date. */
export async function readOutcomes(input: ModelInput): Promise<(question: Question) => Outcome | null> {
  const [tasks, projects, weeks] = await Promise.all([
    input.rows<{ gid: string; hours: number; done_on: string }>(tasksSql(input)),
    input.rows<{ gid: string; done_on: string }>(projectsSql(input)),
    input.rows<{ scope: string; week: string; tasks: number; hours: number; kind: string }>(weeksSql),
  ]);
  const byTask = new Map(tasks.map((row) => [row.gid, row]));
  const byProject = new Map(projects.map((row) => [row.gid, row.done_on]));
  const byWeek = new Map(weeks.map((row) => [`${row.scope}/${row.week}`, row]));
  return (question) => {
    if (question.kind === "task_hours") {
      const task = byTask.get(question.subject_gid);
      return task && task.done_on > question.made_on ? { actual: task.hours, known_on: task.done_on } : null;
    }
    if (question.kind === "project_completion") {
      const done_on = byProject.get(question.subject_gid);
      if (done_on === undefined || done_on <= question.made_on) return null;
      return { actual: dayNumber(done_on) - dayNumber(question.made_on), known_on: done_on };
    }
    const week = byWeek.get(`${question.subject_type}/${question.subject_gid}/${question.target_on}`);
    // Hours of the latest weeks may still be logged; they are scored when they are complete.
    if (!week || question.target_on === null || (week.kind === "nowcast" && question.kind !== "velocity_tasks"))
      return null;
    const actual = question.kind === "velocity_tasks" ? week.tasks : week.hours;
    return { actual, known_on: addDays(question.target_on, 7) };
  };
}

const tasksSql = (input: ModelInput) => `
  select task_gid as gid, actual_hours as hours, ${dayOfSql("completed_at", input.settings)} as done_on from marts.tasks
  where is_completed and actual_hours > 0 and completed_at is not null and not is_own and not is_deleted
    and ${dayOfSql("completed_at", input.settings)} <= date '${input.asOf}'`;

// A project is done on the day of its last task, once none is open.
const projectsSql = (input: ModelInput) => `
  select project_gid as gid, max(${dayOfSql("completed_at", input.settings)}) as done_on from marts.tasks
  where project_gid is not null and not is_own and not is_deleted
  group by project_gid having bool_and(is_completed) and max(completed_at) is not null`;

const weeksSql = `
  select scope_type || '/' || scope_gid as scope, week_start_on as week, number_of_tasks_completed as tasks,
    hours_logged as hours, kind
  from marts.velocity_weekly where kind in ('actual', 'nowcast')`;

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
  readonly p90: number | null;
}

/** What became of whatever was forecast, as far as it is known on the as-of date. */
export async function readOutcomes(input: ModelInput): Promise<(question: Question) => Outcome | null> {
  const [tasks, completion, weeks] = await Promise.all([
    input.rows<{ gid: string; hours: number; done_on: string }>(tasksSql(input)),
    completionOutcomes(input),
    input.rows<{ scope: string; week: string; tasks: number; hours: number; kind: string }>(weeksSql),
  ]);
  const byTask = new Map(tasks.map((row) => [row.gid, row]));
  const byWeek = new Map(weeks.map((row) => [`${row.scope}/${row.week}`, row]));
  return (question) => {
    if (question.kind === "task_hours") {
      const task = byTask.get(question.subject_gid);
      return task && task.done_on > question.made_on ? { actual: task.hours, known_on: task.done_on } : null;
    }
    if (question.kind === "project_completion") return completion(question);
    if (question.kind === "headcount_gap") return null;
    const week = byWeek.get(`${question.subject_type}/${question.subject_gid}/${question.target_on}`);
    // Hours of the latest weeks may still be logged; they are scored when they are complete.
    if (!week || question.target_on === null || (week.kind === "nowcast" && question.kind !== "velocity_tasks"))
      return null;
    const actual = question.kind === "velocity_tasks" ? week.tasks : week.hours;
    return { actual, known_on: addDays(question.target_on, 7) };
  };
}

/** When the work that was known at a past forecast of completion was done; null while nobody can know. */
export async function completionOutcomes(input: ModelInput): Promise<(question: Question) => Outcome | null> {
  const lives = Map.groupBy(await input.rows<Life>(livesSql(input)), (row) => row.gid);
  return (question) => completionOf(question, lives.get(question.subject_gid) ?? [], input.asOf);
}

const tasksSql = (input: ModelInput) => `
  select task_gid as gid, actual_hours as hours, ${dayOfSql("completed_at", input.settings)} as done_on from marts.tasks
  where is_completed and actual_hours > 0 and completed_at is not null and not is_own and not is_deleted
    and ${dayOfSql("completed_at", input.settings)} <= date '${input.asOf}'`;

/** Tasks of a project that were created and completed on the same days; done_on is null while open. */
interface Life {
  readonly gid: string;
  readonly created_on: string;
  readonly done_on: string | null;
}

/**
 * When the work known at the time of the forecast was done. While some of it is open the outcome is unknown, unless it takes
 * longer than the p90 already: then it counts as taking until today, or only the quick ones would ever be scored.
 */
function completionOf(question: Question, lives: readonly Life[], asOf: string): Outcome | null {
  const known = lives.filter(
    (life) => life.created_on <= question.made_on && (life.done_on === null || life.done_on > question.made_on),
  );
  if (known.length === 0) return null;
  const isOpen = known.some((life) => life.done_on === null);
  const last = isOpen
    ? asOf
    : known
        .map((life) => life.done_on!)
        .sort()
        .at(-1)!;
  const days = dayNumber(last) - dayNumber(question.made_on);
  return isOpen && !(question.p90 !== null && days > question.p90) ? null : { actual: days, known_on: last };
}

// Milestones are no work, and open tasks without due date may be parked: neither holds a project up.
const livesSql = (input: ModelInput) => `
  select distinct project_gid as gid, ${dayOfSql("coalesce(created_at, completed_at)", input.settings)} as created_on,
    case when is_completed and ${dayOfSql("completed_at", input.settings)} <= date '${input.asOf}'
      then ${dayOfSql("completed_at", input.settings)} end as done_on
  from marts.tasks
  where project_gid is not null and not is_own and not is_deleted and coalesce(created_at, completed_at) is not null
    and (not is_completed or completed_at is not null) and (is_completed or due_on is not null) and not coalesce(is_milestone, false)
  order by all`;

const weeksSql = `
  select scope_type || '/' || scope_gid as scope, week_start_on as week, number_of_tasks_completed as tasks,
    hours_logged as hours, kind
  from marts.velocity_weekly where kind in ('actual', 'nowcast')`;

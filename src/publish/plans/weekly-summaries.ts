import type { Action, Conflict, Reference, Wishes } from "../action.ts";
import { withMarker } from "../marker.ts";
import type { AsanaNow, LedgerNow, TaskNow } from "../state.ts";

/** Time and money of one project in the last whole week, and in all. */
export interface ProjectWeek {
  readonly project_gid: string;
  /** Monday. */
  readonly week_start_on: string;
  readonly hours: number;
  readonly number_of_people: number;
  /** Mean of the four weeks before. */
  readonly usual_hours: number;
  readonly total_hours: number;
  readonly budget_hours: number | null;
  readonly spent_amount: number | null;
  readonly budget_amount: number | null;
  readonly currency: string | null;
  /** A summary task that the release knows, for a store that does not. */
  readonly task_gid: string | null;
}

export interface WeeklyPlace {
  readonly now: AsanaNow;
  readonly ledger: LedgerNow;
  /** Summary tasks by gid, as they are; missing where a person deleted one. */
  readonly tasks: ReadonlyMap<string, TaskNow>;
  /** Where the report on time lies; linked where known. */
  readonly url?: string | undefined;
}

export const weeklyTaskName = "Weekly time and cost (Plimsoll)";
export const weeklyKey = (project: string): string => `weekly:${project}`;
const commentKey = ({ project_gid, week_start_on }: ProjectWeek): string =>
  `${weeklyKey(project_gid)}:${week_start_on}`;

/** Weeks that nobody has been told about yet. */
export const untold = (rows: readonly ProjectWeek[], ledger: LedgerNow): ProjectWeek[] =>
  rows.filter((row) => row.hours > 0 && !ledger.managed.has(commentKey(row)));

/** The summary task of a project: known to the ledger, else to the release. */
export const weeklyTaskOf = (row: ProjectWeek, ledger: LedgerNow): string | null =>
  ledger.managed.get(weeklyKey(row.project_gid)) ?? row.task_gid;

/**
 * One comment a week on a standing task of each project, since Asana takes comments on tasks and goals only. Whoever wants
 * none completes or deletes the task.
 */
export function planWeeklySummaries(rows: readonly ProjectWeek[], place: WeeklyPlace): Wishes {
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  for (const row of untold(rows, place.ledger)) {
    const project = place.now.projects.find(({ gid }) => gid === row.project_gid);
    if (!project || project.is_archived) continue;
    const shown = { gid: project.gid, name: project.name };
    const known = weeklyTaskOf(row, place.ledger);
    const task = known === null ? undefined : place.tasks.get(known);
    if (task?.is_completed) continue;
    if (known !== null && !task) {
      const reason = "was removed by hand; not made again";
      conflicts.push({ key: weeklyKey(project.gid), label: weeklyTaskName, reason, project: shown });
      continue;
    }
    if (!task) actions.push(createTask(shown));
    const on = task ? { gid: task.gid } : { key: weeklyKey(project.gid) };
    actions.push({ ...comment(row, { on, url: place.url }, shown), reader: project.owner_gid ?? undefined });
  }
  return { actions, conflicts };
}

interface Shown {
  readonly gid: string;
  readonly name: string;
}

function createTask(project: Shown): Action {
  const key = weeklyKey(project.gid);
  const notes =
    "Each Monday a comment here tells the time and money of the week before. No date and no assignee, so that it is nobody's work. Complete or delete it to hear no more. Written by Plimsoll.";
  return {
    key,
    action: "create",
    object_type: "task",
    plan: "weekly_summaries",
    label: weeklyTaskName,
    target: null,
    parent: { gid: project.gid },
    values: [
      { name: "name", label: "name", old: null, new: weeklyTaskName },
      { name: "notes", label: "notes", old: null, new: withMarker(notes, key) },
    ],
    why: "Asana takes comments on tasks only, so the summaries of a project stand on one.",
    project,
  };
}

const comment = (
  row: ProjectWeek,
  { on, url }: { readonly on: Reference; readonly url: string | undefined },
  project: Shown,
): Action => ({
  key: commentKey(row),
  action: "create",
  object_type: "comment",
  plan: "weekly_summaries",
  label: `time and cost of the week of ${row.week_start_on}`,
  target: null,
  parent: on,
  values: [{ name: "text", label: "text", old: null, new: [textOf(row), url].filter(Boolean).join("\n") }],
  why: "One comment a week, where hours were logged.",
  needs: [weeklyKey(row.project_gid)],
  project,
});

function textOf(row: ProjectWeek): string {
  const people = row.number_of_people === 1 ? "1 person" : `${row.number_of_people} people`;
  const lines = [
    `Week of ${row.week_start_on}: ${whole(row.hours)} h logged by ${people}; the four weeks before, ${whole(row.usual_hours)} h a week.`,
    row.budget_hours === null
      ? `In all ${whole(row.total_hours)} h so far.`
      : `In all ${whole(row.total_hours)} h of a budget of ${whole(row.budget_hours)} h${share(row.total_hours, row.budget_hours)}.`,
    row.budget_amount === null || row.spent_amount === null
      ? ""
      : `Spent ${whole(row.spent_amount)} of ${whole(row.budget_amount)} ${row.currency ?? ""}${share(row.spent_amount, row.budget_amount)}.`,
  ];
  return lines.filter(Boolean).join("\n");
}

const whole = (value: number): string => Math.round(value).toLocaleString("en-US");
const share = (part: number, all: number): string => (all > 0 ? ` (${Math.round((100 * part) / all)} %)` : "");

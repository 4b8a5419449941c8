import type { Action, Change, Conflict, Decided, Wishes } from "../action.ts";
import { keyPart, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { LedgerNow, TaskNow } from "../state.ts";
import type { OwnProject } from "./own-projects.ts";
import { isSame } from "./values.ts";

/** A recommendation of the release. */
export interface RecommendationRow {
  readonly recommendation_id: string;
  readonly kind: string;
  readonly responsible_gid: string | null;
  readonly reason: string;
  readonly before: string;
  readonly after: string;
  /** What approving does; empty where it only says that a person will. */
  readonly changes: readonly Decided[];
}

/** A review that Plimsoll asked for, and what has become of it. */
export interface OpenReview {
  readonly key: string;
  /** The approval as it is now; undefined where a person deleted it. */
  readonly task: TaskNow | undefined;
  readonly decides: readonly Decided[];
  readonly reason: string;
}

/** The world that a decision meets. */
export interface World {
  readonly tasks: ReadonlyMap<string, TaskNow>;
  /** Active people by gid, with their names. */
  readonly people: ReadonlyMap<string, string>;
  /** People who are away today or in the coming week. */
  readonly absent: ReadonlySet<string>;
}

export const reviewKey = (id: string): string => `review:${keyPart(id)}`;
/** Marks a review whose decision was read and acted on. */
export const settledKey = (key: string): string => `settled:${key}`;

const words: Readonly<Record<string, string>> = {
  reassign: "Reassign",
  shift: "Move dates",
  reduce: "Reduce the work",
  split: "Split the work",
  renegotiate: "Renegotiate the date",
  skill_mismatch: "Someone with the skill has room",
  adopt_estimate: "Adopt the predicted estimate",
  template_change: "Change the template",
  portfolio_status: "Post a new status",
};

/** One approval per recommendation: on the task concerned, or in the review project where it concerns several or none. Asked once. */
export function planReviews(rows: readonly RecommendationRow[], project: OwnProject, ledger: LedgerNow): Wishes {
  const actions = rows
    .filter(({ recommendation_id }) => !ledger.managed.has(reviewKey(recommendation_id)))
    .map((row) => askForReview(row, project));
  return { actions, conflicts: [] };
}

function askForReview(row: RecommendationRow, project: OwnProject): Action {
  const key = reviewKey(row.recommendation_id);
  const concerned = new Set(row.changes.map(({ task_gid }) => task_gid));
  const single = concerned.size === 1 ? [...concerned][0] : undefined;
  const name = clean(`${words[row.kind] ?? row.kind}: ${row.reason}`, 250);
  const values: Change[] = [
    { name: "name", label: "name", old: null, new: name },
    { name: "notes", label: "notes", old: null, new: withMarker(notesOf(row), key) },
    { name: "resource_subtype", label: "kind", old: null, new: "approval" },
  ];
  if (row.responsible_gid) values.push({ name: "assignee", label: "assignee", old: null, new: row.responsible_gid });
  return {
    key,
    action: "create",
    object_type: single ? "subtask" : "task",
    plan: "reviews",
    label: name,
    target: null,
    parent: single ? { gid: single } : project.reference,
    values,
    why: "Nothing of a person's is changed without an approval.",
    project: single ? null : project.shown,
    decides: row.changes,
  };
}

function notesOf(row: RecommendationRow): string {
  const doing = row.changes.map(
    ({ task_gid, name, old, new: value }) =>
      `Approving sets the ${name === "assignee" ? "assignee" : "due date"} of task ${task_gid} from ${old ?? "none"} to ${value ?? "none"}.`,
  );
  return clean(
    [
      row.reason,
      `Before: ${row.before}\nAfter: ${row.after}`,
      doing.length > 0 ? doing.join("\n") : "Approving records the decision; carrying it out is yours.",
      "Rejected proposals are not made again while nothing changes. Proposed by Plimsoll.",
    ].join("\n\n"),
    20_000,
  );
}

/** Carries out what was approved where the world is still the one that was approved, and answers each decision once. */
export function planDecisions(reviews: readonly OpenReview[], world: World): Wishes {
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  for (const review of reviews) {
    if (review.task?.approval_status !== "approved" || !review.key.startsWith("review:")) continue;
    const obstacle = obstacleOf(review, world);
    if (obstacle) {
      conflicts.push({
        key: review.key,
        label: review.task.name,
        reason: `approved, and not applied: ${obstacle}`,
        project: null,
      });
      actions.push(answer(review, review.task, `Approved, and not applied: ${obstacle}. Nothing was changed.`));
      continue;
    }
    const steps = review.decides.map((decided) => carryOut(review, decided, world));
    const needs = steps.map(({ key }) => key);
    actions.push(...steps);
    actions.push(
      ...review.decides
        .filter(({ name }) => name === "assignee")
        .map((decided) => ({ ...tell(review, decided, world), needs })),
    );
    const done = review.decides.length > 0 ? "Approved and applied." : "Approved; carrying it out is yours.";
    actions.push({ ...answer(review, review.task, done), needs });
  }
  return { actions, conflicts };
}

/** Why what was approved cannot be applied any more; undefined where it can. */
function obstacleOf(review: OpenReview, world: World): string | undefined {
  for (const { task_gid, name, old, new: value } of review.decides) {
    const task = world.tasks.get(task_gid);
    if (!task) return `task ${task_gid} is gone`;
    if (task.is_completed) return `"${task.name}" was completed in the meantime`;
    const present = name === "assignee" ? task.assignee_gid : task.due_on;
    if (!isSame(present, old) && !isSame(present, value))
      return `the ${name === "assignee" ? "assignee" : "due date"} of "${task.name}" has changed since it was proposed`;
    if (name !== "assignee" || value === null) continue;
    if (!world.people.has(value)) return "the person who was to receive the task is no longer active";
    if (world.absent.has(value)) return `${world.people.get(value)} is absent`;
  }
  return undefined;
}

function carryOut(review: OpenReview, decided: Decided, world: World): Action {
  const task = world.tasks.get(decided.task_gid)!;
  const present = decided.name === "assignee" ? task.assignee_gid : task.due_on;
  return {
    key: `${review.key}:${decided.task_gid}:${decided.name}`,
    // A night that was cut short may have carried out a part.
    action: isSame(present, decided.new) ? "unchanged" : "change",
    object_type: "task",
    plan: "reviews",
    label: task.name,
    target: { gid: task.gid },
    parent: null,
    values: [{ name: decided.name, label: decided.name.replace("_", " "), old: decided.old, new: decided.new }],
    why: `Approved: ${review.reason}`,
    project: null,
    approved_by: review.task?.completed_by_gid ?? undefined,
  };
}

/** The person who receives a task reads why on the task itself. */
function tell(review: OpenReview, { task_gid, old, new: value }: Decided, world: World): Action {
  const name = (gid: string | null) => (gid ? (world.people.get(gid) ?? "a former colleague") : "nobody");
  const text = `Moved from ${name(old)} to ${name(value)}, as approved: ${review.reason}`;
  return comment(`${review.key}:${task_gid}:told`, { gid: task_gid, label: world.tasks.get(task_gid)!.name }, text);
}

const answer = (review: OpenReview, task: TaskNow, text: string): Action =>
  comment(settledKey(review.key), { gid: task.gid, label: task.name }, text);

const comment = (key: string, on: { gid: string; label: string }, text: string): Action => ({
  key,
  action: "create",
  object_type: "comment",
  plan: "reviews",
  label: `comment on "${on.label}"`,
  target: null,
  parent: { gid: on.gid },
  values: [{ name: "text", label: "text", old: null, new: clean(text, 2_000) }],
  why: "Every decision is answered where it was taken.",
  project: null,
});

import type { Action, Conflict, Decided, Reference, Wishes } from "../action.ts";
import { estimateName } from "../fields.ts";
import { withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { TaskNow } from "../state.ts";
import { person } from "./change-in-words.ts";
import { type OpenReview, settledKey, type World } from "./reviews.ts";
import { isSame } from "./values.ts";

/** Carries out what was approved where the world is still the one that was approved, and answers each decision once. */
export function planDecisions(reviews: readonly OpenReview[], world: World): Wishes {
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  for (const review of reviews) {
    const { task } = review;
    if (task?.approval_status !== "approved" || !review.key.startsWith("review:")) continue;
    const obstacle = obstacleOf(review, world);
    if (obstacle) {
      const { told, said } = shortfall(review, world);
      conflicts.push({
        key: review.key,
        label: task.name,
        reason: `approved, and ${said}: ${obstacle}`,
        project: null,
      });
      actions.push(answer(review, task, told(obstacle)));
    } else actions.push(...stepsOf(review, task, world));
  }
  return { actions, conflicts };
}

/** What is said of an approval that cannot be carried out, or not to the end: a night may have been cut short by a person. */
function shortfall({ decides }: OpenReview, world: World) {
  const tasks = new Set(decides.map(({ task_gid }) => task_gid));
  const open = new Set(decides.filter((decided) => !isCarriedOut(decided, world)).map(({ task_gid }) => task_gid));
  const done = tasks.size - open.size;
  if (done === 0)
    return { said: "not applied", told: (why: string) => `Approved, and not applied: ${why}. Nothing was changed.` };
  const part = `${done} of ${tasks.size} tasks`;
  return {
    said: `applied to ${part} alone`,
    told: (why: string) =>
      `Approved. Applied to ${part}, and not to the rest: ${why}. Look whether what was changed should stay.`,
  };
}

function isCarriedOut(decided: Decided, world: World): boolean {
  const task = world.tasks.get(decided.task_gid);
  return task !== undefined && !isSame(decided.old, decided.new) && isSame(presentOf(decided, task), decided.new);
}

function presentOf({ name, field_gid }: Decided, task: TaskNow) {
  if (name === "estimate") return task.values.get(field_gid ?? "") ?? null;
  return name === "assignee" ? task.assignee_gid : task.due_on;
}

function stepsOf(review: OpenReview, task: TaskNow, world: World): Action[] {
  const open = review.decides.filter((decided) => !isOvertaken(decided, world));
  const steps = open.map((decided) => carryOut(review, decided, world));
  const todo = review.kind === "template_change" ? [changeTemplate(review, task)] : [];
  const needs = [...steps, ...todo].map(({ key }) => key);
  const told = open
    .filter(({ name }) => name === "assignee")
    .map((decided) => ({ ...tell(review, decided, world), needs }));
  return [...steps, ...todo, ...told, { ...answer(review, task, outcome(review, open, todo)), needs }];
}

function outcome(review: OpenReview, open: readonly Decided[], todo: readonly Action[]): string {
  if (todo.length > 0) return "Approved. A task with the steps waits for you; Asana lets no program change a template.";
  if (review.decides.length === 0) return "Approved; carrying it out is yours.";
  const left = review.decides.length - open.length;
  return left === 0
    ? "Approved and applied."
    : `Approved and applied to ${open.length} of ${review.decides.length} tasks; the others were completed, deleted or estimated by people in the meantime.`;
}

/** An estimate that nobody needs any more stops no other one: the task is done or gone, or a person has estimated it. */
function isOvertaken({ task_gid, name, field_gid, new: value }: Decided, { tasks }: World): boolean {
  if (name !== "estimate") return false;
  const task = tasks.get(task_gid);
  const present = task?.values.get(field_gid ?? "") ?? null;
  return !task || task.is_completed || (present !== null && !isSame(present, value));
}

/** Why what was approved cannot be applied any more; undefined where it can. */
function obstacleOf(review: OpenReview, world: World): string | undefined {
  const { decides } = review;
  if (decides.length > 0 && decides.every((decided) => isOvertaken(decided, world)))
    return "every task concerned was completed, deleted or estimated by people in the meantime";
  for (const decided of decides.filter(({ name }) => name !== "estimate")) {
    const obstacle = obstacleTo(decided, world);
    if (obstacle) return obstacle;
  }
  return undefined;
}

function obstacleTo({ task_gid, name, old, new: value }: Decided, world: World): string | undefined {
  const task = world.tasks.get(task_gid);
  if (!task) return `task ${task_gid} is gone`;
  if (task.is_completed) return `"${task.name}" was completed in the meantime`;
  const present = name === "assignee" ? task.assignee_gid : task.due_on;
  if (!isSame(present, old) && !isSame(present, value))
    return `the ${name === "assignee" ? "assignee" : "due date"} of "${task.name}" has changed since it was proposed`;
  if (name !== "assignee" || value === null) return undefined;
  if (!world.people.has(String(value))) return "the person who was to receive the task is no longer active";
  return world.absent.has(String(value)) ? `${world.people.get(String(value))} is absent` : undefined;
}

function carryOut(review: OpenReview, decided: Decided, world: World): Action {
  const task = world.tasks.get(decided.task_gid)!;
  const isEstimate = decided.name === "estimate";
  const present = presentOf(decided, task);
  return {
    key: `${review.key}:${decided.task_gid}:${decided.name}`,
    // A night that was cut short may have carried out a part.
    action: isSame(present, decided.new) ? "unchanged" : "change",
    object_type: "task",
    plan: "reviews",
    label: task.name,
    target: { gid: task.gid },
    parent: null,
    values: [
      {
        name: isEstimate ? `${estimateName}${decided.field_gid}` : decided.name,
        label: decided.name.replace("_", " "),
        ...(isEstimate ? { field: { gid: decided.field_gid! }, type: "number" as const } : {}),
        old: decided.old,
        new: decided.new,
      },
    ],
    why: `Approved: ${review.reason}`,
    project: null,
    approved_by: review.task?.completed_by_gid ?? undefined,
  };
}

/** What the API cannot do becomes a task with the steps, for the person who approved it. */
function changeTemplate(review: OpenReview, task: TaskNow): Action {
  const key = `${review.key}:todo`;
  const name = clean(`To do: ${review.reason.replace(/^Change the template: /, "")}`, 250);
  const notes = [
    "Approved. Three steps, since Asana lets programs read templates but not change them:",
    "1. Open the project, choose Customize, then Task templates (or the form, rule or recurring task that makes these tasks).\n2. Set its estimate to the value named above.\n3. Complete this task.",
    "The next tasks of this kind show whether it helped. Made by Plimsoll.",
  ];
  const assignee = task.completed_by_gid ?? task.assignee_gid;
  const place: Reference = { gid: task.gid };
  return {
    key,
    action: "create",
    object_type: "subtask",
    plan: "reviews",
    label: name,
    target: null,
    parent: place,
    values: [
      { name: "name", label: "name", old: null, new: name },
      { name: "notes", label: "notes", old: null, new: withMarker(notes.join("\n\n"), key) },
      ...(assignee ? [{ name: "assignee", label: "assignee", old: null, new: assignee }] : []),
    ],
    why: "An approved change of a template that no program may carry out.",
    project: null,
    approved_by: task.completed_by_gid ?? undefined,
  };
}

/** The person who receives a task reads why on the task itself. */
function tell(review: OpenReview, { task_gid, old, new: value }: Decided, world: World): Action {
  const text = `Moved from ${person(old, world.people)} to ${person(value, world.people)}, as approved: ${review.reason}`;
  const on = { gid: task_gid, label: world.tasks.get(task_gid)!.name };
  return { ...comment(`${review.key}:${task_gid}:told`, on, text), reader: value === null ? undefined : String(value) };
}

const answer = (review: OpenReview, task: TaskNow, text: string): Action => ({
  ...comment(settledKey(review.key), { gid: task.gid, label: task.name }, text),
  reader: task.completed_by_gid ?? undefined,
});

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

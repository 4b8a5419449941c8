import { createHash } from "node:crypto";
import type { Action, Change, Conflict, Wishes } from "../action.ts";
import type { HeldValue } from "../held-values.ts";
import { withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { AsanaNow, LedgerNow } from "../state.ts";
import { type OpenReview, settledKey } from "./reviews.ts";

export interface QuestionSettings {
  /** Questions for one person in one day. */
  readonly budget: number;
  /** Questions that people got today already, by their gid. */
  readonly spent: ReadonlyMap<string, number>;
  /** Who is asked where a project has no owner. */
  readonly reviewer: string | undefined;
  /** Whether the workspace has approvals; without them the question is a task, and completing it hands back. */
  readonly has_approvals: boolean;
  /** Active people by gid. */
  readonly people: ReadonlyMap<string, string>;
}

/** Values that one question lists; more wait for the next. */
const mostValues = 20;

export const isHeldKey = (key: string): boolean => key.startsWith("held:");

/**
 * One question for each project in which people typed over forecasts: keep the values, or let Plimsoll fill the fields
 * again? Private to the owner, one at a time, and never again about a value that was answered.
 */
export function planHeldQuestions(
  conflicts: readonly Conflict[],
  given: {
    readonly now: AsanaNow;
    readonly ledger: LedgerNow;
    readonly settings: QuestionSettings;
  },
): Wishes {
  const { now, ledger, settings } = given;
  const asked = conflicts.filter(({ held, project }) => held && project?.gid && !isAnswered(held, ledger));
  const actions: Action[] = [];
  const waiting: Conflict[] = [];
  const spent = new Map(settings.spent);
  for (const [project, lines] of Map.groupBy(asked, (conflict) => conflict.project!.gid!)) {
    const owner = now.projects.find(({ gid }) => gid === project)?.owner_gid;
    const reader = owner && settings.people.has(owner) ? owner : settings.reviewer;
    if (!reader || hasOpenQuestion(project, ledger)) continue;
    spent.set(reader, (spent.get(reader) ?? 0) + 1);
    if (spent.get(reader)! <= settings.budget) actions.push(question(project, lines, { reader, settings }));
    else waiting.push(waits(lines[0]!, settings));
  }
  return { actions, conflicts: waiting };
}

const isAnswered = ({ key, name, value }: HeldValue, { held }: LedgerNow): boolean => {
  const known = held.get(key)?.get(name);
  return known?.state === "kept" && known.value === value;
};

const hasOpenQuestion = (project: string, { managed }: LedgerNow): boolean =>
  [...managed.keys()].some((key) => key.startsWith(`held:${project}:`) && !managed.has(settledKey(key)));

const waits = ({ project, key }: Conflict, { budget }: QuestionSettings): Conflict => ({
  key: `question:${key}`,
  label: "question about values that people typed",
  reason: `${budget} questions a day are enough for one person; this one waits`,
  project,
});

function question(
  project: string,
  conflicts: readonly Conflict[],
  { reader, settings }: { reader: string; settings: QuestionSettings },
): Action {
  const listed = conflicts.slice(0, mostValues);
  const asks = listed.flatMap(({ held }) => held ?? []);
  const hash = createHash("sha256").update(JSON.stringify(asks)).digest("hex").slice(0, 12);
  const key = `held:${project}:${hash}`;
  const number = asks.length === 1 ? "a value" : `${asks.length} values`;
  const name = clean(`Keep ${number} typed over forecasts in "${conflicts[0]!.project!.name}"?`, 250);
  const answer = settings.has_approvals
    ? "Approve to let Plimsoll fill these fields again. Reject to keep the values."
    : "Complete this task to let Plimsoll fill these fields again. Delete it to keep the values.";
  const notes = [
    "Plimsoll leaves alone what people type into its fields. These values are theirs now:",
    listed.map(({ label, reason }) => `${label}: ${reason}`).join("\n"),
    `${answer} Until you answer, and after you kept them, nothing changes them; you are not asked about them again.`,
  ];
  const values: Change[] = [
    { name: "name", label: "name", old: null, new: name },
    { name: "notes", label: "notes", old: null, new: withMarker(clean(notes.join("\n\n"), 10_000), key) },
    ...(settings.has_approvals ? [{ name: "resource_subtype", label: "kind", old: null, new: "approval" }] : []),
    { name: "assignee", label: "assignee", old: null, new: reader },
  ];
  return {
    key,
    action: "create",
    object_type: "task",
    plan: "held_questions",
    label: name,
    target: null,
    parent: null,
    values,
    why: "A value of a person is kept, and whether that is meant for good is asked once.",
    project: conflicts[0]!.project,
    asks,
  };
}

/** What the answers to questions come to: values handed back, and values kept for good. */
export function answersToQuestions(reviews: readonly OpenReview[]): {
  handed_back: readonly HeldValue[];
  kept: readonly HeldValue[];
} {
  const answered = reviews.filter(({ key }) => isHeldKey(key));
  const isYes = ({ task }: OpenReview) =>
    task !== undefined && (task.approval_status ? task.approval_status === "approved" : task.is_completed);
  const isNo = ({ task }: OpenReview) =>
    task === undefined || ["rejected", "changes_requested"].includes(task.approval_status ?? "");
  const asksOf = (chosen: readonly OpenReview[]) => chosen.flatMap(({ asks }) => asks ?? []);
  return { handed_back: asksOf(answered.filter(isYes)), kept: asksOf(answered.filter(isNo)) };
}

import type { Action, Change, Decided, Reference, Value, Wishes } from "../action.ts";
import type { HeldValue } from "../held-values.ts";
import { keyPart, withMarker } from "../marker.ts";
import { clean } from "../plain-text.ts";
import type { LedgerNow, TaskNow } from "../state.ts";
import { changeInWords, type Names } from "./change-in-words.ts";
import type { ResolvedField } from "./own-fields.ts";
import type { OwnProject } from "./own-projects.ts";
import { planValues, type WishedValues } from "./values.ts";

/** A recommendation of the release. */
export interface RecommendationRow {
  readonly recommendation_id: string;
  readonly kind: string;
  readonly responsible_gid: string | null;
  readonly reason: string;
  /** Measures, each before → after. */
  readonly effect: string;
  /** What approving does; empty where it only says that a person will. */
  readonly changes: readonly Decided[];
}

/** A review that Plimsoll asked for, and what has become of it. */
export interface OpenReview {
  readonly key: string;
  /** The review as it is now, its decision as an approval would have it; undefined where a person deleted it. */
  readonly task: TaskNow | undefined;
  /** The person who was asked; undefined where nobody was responsible. */
  readonly asked_gid?: string | undefined;
  readonly decides: readonly Decided[];
  /** Values of people that the answer keeps or hands back. */
  readonly asks?: readonly HeldValue[] | undefined;
  readonly kind: string;
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
/** Whether a key says that a decision was acted on. It is remembered also when its comment is taken back: one approval is carried out once. */
export const isSettled = (key: string): boolean => key.startsWith("settled:");

/** What a review is made of: an approval; else a task with the field AI Review; else a plain task that is completed or deleted. */
export type ReviewForm = "approval" | "field" | "task";

const words: Readonly<Record<string, string>> = {
  reassign: "Reassign",
  shift: "Move dates",
  reduce: "Reduce the work",
  split: "Split the work",
  renegotiate: "Renegotiate the date",
  skill_mismatch: "Someone with the skill has room",
  adopt_estimate: "Adopt the predicted estimates",
  template_change: "Change the template",
  portfolio_status: "Post a new status",
};

export interface ReviewPlace {
  readonly project: OwnProject;
  readonly ledger: LedgerNow;
  readonly form: ReviewForm;
  /** Names of tasks and people, for a reader. */
  readonly names: Names;
  /** Line that links to why the review is there. */
  readonly why: string;
  /** The field AI Review, where reviews take that form. */
  readonly field: ResolvedField | undefined;
  /** Gids of the fields on the review project now. */
  readonly attached: ReadonlySet<string>;
}

/** One review per recommendation: on the task concerned, or in the review project where it concerns several or none. Asked once. */
export function planReviews(rows: readonly RecommendationRow[], place: ReviewPlace): Wishes {
  const { ledger, form } = place;
  const asked = rows.filter(({ recommendation_id }) => !ledger.managed.has(reviewKey(recommendation_id)));
  const actions = asked.map((row) => askForReview(row, place));
  if (form !== "field" || !place.field) return { actions, conflicts: [] };
  const states = planValues(waiting(rows, place), new Map([["review_state", place.field]]), ledger);
  return { actions: [...actions, ...states.actions], conflicts: [...states.conflicts] };
}

function askForReview(row: RecommendationRow, { project, form, names, why }: ReviewPlace): Action {
  const key = reviewKey(row.recommendation_id);
  const concerned = new Set(row.changes.map(({ task_gid }) => task_gid));
  // A subtask shows no field of the project, so that a review with a field lies in the project.
  const single = concerned.size === 1 && form !== "field" ? [...concerned][0] : undefined;
  const name = clean(`${words[row.kind] ?? row.kind}: ${row.reason}`, 250);
  const values: Change[] = [
    { name: "name", label: "name", old: null, new: name },
    { name: "notes", label: "notes", old: null, new: withMarker(notesOf(row, { form, names, why }), key) },
  ];
  if (form === "approval") values.push({ name: "resource_subtype", label: "kind", old: null, new: "approval" });
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
    form,
  };
}

const howToAnswer: Readonly<Record<ReviewForm, string>> = {
  approval: "Approve, reject, or request changes.",
  field: 'Set the field "AI Review" to approved, rejected or changes requested. Completing the task alone rejects.',
  task: "Complete this task to approve; delete it to reject.",
};

function notesOf(row: RecommendationRow, { form, names, why }: Pick<ReviewPlace, "form" | "names" | "why">): string {
  const doing = row.changes.map((change) => `Approving ${changeInWords(change, names)}.`);
  const afterwards = {
    template_change:
      "Approving makes a task for you with the steps, since Asana lets programs read templates but not change them.",
    portfolio_status: "Approving records the decision; post the status yourself, in your own words.",
  }[row.kind];
  return clean(
    [
      row.reason,
      `Before → after: ${row.effect}`,
      doing.length > 0 ? doing.join("\n") : (afterwards ?? "Approving records the decision; carrying it out is yours."),
      `${howToAnswer[form]} Rejected proposals are not made again while nothing changes. Proposed by Plimsoll.`,
      why,
    ].join("\n\n"),
    20_000,
  );
}

/** The field AI Review of reviews that wait: set to pending once, and a person's from then on. */
function waiting(rows: readonly RecommendationRow[], place: ReviewPlace): WishedValues[] {
  const { project, ledger, attached } = place;
  return rows.flatMap((row) => {
    const key = reviewKey(row.recommendation_id);
    const gid = ledger.managed.get(key);
    const now = project.now?.tasks.find((task) => task.gid === gid);
    if (ledger.written.has(`values:${key}`) || (gid && (!now || now.approval_status))) return [];
    const target: Reference = gid ? { gid } : { key };
    return [
      {
        key: `values:${key}`,
        object_type: "task_values" as const,
        target,
        label: clean(row.reason, 100),
        plan: "reviews",
        project: project.shown,
        container: project.reference,
        attached: new Set([...attached, ...(now?.fields ?? [])]),
        current: now?.values ?? new Map<string, Value>(),
        wished: new Map<string, Value>([["review_state", "pending"]]),
        why: "This workspace has no approvals; the field takes their place.",
      },
    ];
  });
}

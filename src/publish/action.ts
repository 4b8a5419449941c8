import type { HeldValue } from "./held-values.ts";

/** A plain value as Asana's JSON and the ledger hold it. */
export type Value = string | number | boolean | null;

/** An object in Asana: by gid, or by the stable key of something that the same plan creates. */
export type Reference = { readonly gid: string } | { readonly key: string };

/** A property, or a custom field, of an object before and after. */
export interface Change {
  /** Property of Asana's object, or key of the field. Stable, since the ledger remembers values by it. */
  readonly name: string;
  /** What a reader sees. */
  readonly label: string;
  /** The custom field, where the value belongs to one. */
  readonly field?: Reference | undefined;
  /** Encoding of a custom field's value. Enum values are names of options. */
  readonly type?: FieldType | undefined;
  /** Gid of the option that an enum value names, where the field exists. */
  readonly option_gid?: string | undefined;
  readonly old: Value;
  readonly new: Value;
}

export type FieldType = "number" | "date" | "enum" | "text";

/** Kinds of objects that a plan may write, in the order in which they must exist. */
export const objectTypes = [
  "project",
  "custom_field",
  "section",
  "project_members",
  "custom_field_setting",
  "task",
  "subtask",
  "project_values",
  "portfolio_values",
  "user_values",
  "task_values",
  "comment",
  "status_update",
] as const;
export type ObjectType = (typeof objectTypes)[number];

/** One thing that publishing would do. A plan is a list of these; nothing else is ever written. */
export interface Action {
  /** Stable over nights: the same wish has the same key. */
  readonly key: string;
  /** "remove" occurs only when a run is taken back. */
  readonly action: "create" | "change" | "close" | "remove" | "unchanged";
  readonly object_type: ObjectType;
  /** Name of the plan that wants it. */
  readonly plan: string;
  /** What is written, for a reader. */
  readonly label: string;
  /** The object changed, or the thing attached; null for what is created. */
  readonly target: Reference | null;
  /** Where the object lies: project of a section, task of a comment. */
  readonly parent: Reference | null;
  /** Section of a new task. */
  readonly section?: Reference | undefined;
  readonly values: readonly Change[];
  readonly why: string;
  /** Project that a reader finds it under. */
  readonly project: { readonly gid: string | null; readonly name: string } | null;
  /** Person whose decision this carries out. */
  readonly approved_by?: string | undefined;
  /** Keys of actions without which this one would say something untrue. */
  readonly needs?: readonly string[] | undefined;
  /** What approving this would change; kept with the plan, so that exactly that is carried out. */
  readonly decides?: readonly Decided[] | undefined;
  /** How a review is answered; kept with the plan, since a task that lost its field must not read as another form. */
  readonly form?: "approval" | "field" | "task" | undefined;
  /** Values of people that the answer to this keeps or hands back. */
  readonly asks?: readonly HeldValue[] | undefined;
  /** Person whom a comment reaches; comments have a budget per person and day. */
  readonly reader?: string | undefined;
  /** The write that this takes back. */
  readonly undoes?: string | undefined;
}

/** One change of a task that waits for an approval. */
export interface Decided {
  readonly task_gid: string;
  readonly name: "assignee" | "due_on" | "estimate";
  /** The field of people that holds the estimate, in its own unit; only an empty one is filled. */
  readonly field_gid?: string | undefined;
  readonly unit?: "h" | "min" | undefined;
  readonly old: string | number | null;
  readonly new: string | number | null;
}

/** Something that a plan wanted and must not do: what, and what a person can do about it. */
export interface Conflict {
  readonly key: string;
  readonly label: string;
  readonly reason: string;
  readonly project: { readonly gid: string | null; readonly name: string } | null;
  /** Whether somebody must mend something for it to be written; not so where a person's choice or a budget stands in the way. */
  readonly is_obstacle?: true | undefined;
  /** The value of a person that stands in the way; it is remembered, and asked about. */
  readonly held?: HeldValue | undefined;
}

/** What one plan function returns. */
export interface Wishes {
  readonly actions: readonly Action[];
  readonly conflicts: readonly Conflict[];
}

/** Everything that one run would write to Asana, and what it must leave alone. */
export interface Plan {
  readonly version: 1;
  readonly run_id: string;
  /** Run of the release that the plan was made from. */
  readonly release_run_id: string;
  readonly made_at: string;
  readonly as_of_on: string;
  readonly base_url: string;
  readonly workspace_gid: string;
  readonly phase: string;
  readonly actions: readonly Action[];
  readonly conflicts: readonly Conflict[];
  /** Requests that applying takes, and minutes at the configured rate. */
  readonly requests: number;
  readonly minutes: number;
  /** Fingerprint of what would be written and of what it replaces. */
  readonly hash: string;
}

export const isWrite = (action: Action): boolean => action.action !== "unchanged";

/** Requests that look at an object once more before it is changed. */
export const countLooks = (actions: readonly Action[]): number =>
  actions.filter(({ action, target }) => (action === "change" || action === "close") && target && "gid" in target)
    .length;

export const nothing: Wishes = { actions: [], conflicts: [] };

/** Joins what several plans want. */
export const joinWishes = (parts: readonly Wishes[]): Wishes => ({
  actions: parts.flatMap((part) => part.actions),
  conflicts: parts.flatMap((part) => part.conflicts),
});

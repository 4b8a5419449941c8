import type { Action, Change, Plan, Reference } from "./action.ts";
import { type Resolver, requestOf } from "./requests.ts";
import type { Table } from "./table.ts";

/** A request, and what it is about. */
export interface Sent {
  readonly request: ReturnType<typeof requestOf>;
  readonly target_gid: string | null;
  readonly parent_gid: string | null;
}

/** An action on its way. */
export interface Attempt {
  readonly action: Action;
  readonly sent: Sent;
  readonly writeId: string;
  /** Whether a part of the intent was left out. */
  readonly isPart?: boolean;
}

/** The request of an action. @throws where something that it needs is missing */
export function prepare(table: Table, action: Action): Sent {
  if (isApproval(action) && table.found.lacks_approvals)
    throw new Error("it needs approvals, which this workspace does not have; the next run asks in another form");
  const missing = table.notWritten.find(({ key }) => action.needs?.includes(key));
  if (missing) throw new Error(`it follows "${missing.label}", which was not written`);
  const resolver = resolverOf(table);
  // A field that could not be made is a line of its own; the other values are written.
  const hasField = ({ field }: Change) => !field || "gid" in field || table.created.has(field.key);
  const possible = action.values.filter(hasField);
  if (possible.length > 0 && possible.length < action.values.length)
    return prepare(table, { ...action, values: possible });
  const gidOf = (reference: Reference | null) => (reference ? resolver.gid(reference) : null);
  return {
    request: requestOf(action, resolver),
    target_gid: gidOf(action.target),
    parent_gid: gidOf(action.parent),
  };
}

export const isApproval = ({ values }: Action): boolean =>
  values.some(({ name, new: value }) => name === "resource_subtype" && value === "approval");

/** Gids of what a plan names by key, once it exists. */
export function resolverOf(table: Table): Resolver {
  return {
    workspace_gid: table.plan.workspace_gid,
    gid: (reference) => {
      if ("gid" in reference) return reference.gid;
      const gid = table.created.get(reference.key);
      if (!gid) throw new Error(`it needs ${labelOf(table.plan, reference.key)}, which was not written`);
      return gid;
    },
    option: (field, name) => {
      const known = "key" in field ? table.fields.get(field.key) : undefined;
      const option = known?.options.find((candidate) => candidate.name === name && candidate.enabled);
      if (!option) throw new Error(`the field has no option "${name}"`);
      return option.gid;
    },
  };
}

const labelOf = (plan: Plan, key: string): string =>
  plan.actions.find((action) => action.key === key)?.label ?? `the object ${key}`;

/** The same with a part of its values. */
export function withValues(table: Table, attempt: Attempt, values: readonly Change[]): Attempt {
  const action = { ...attempt.action, values };
  const request = requestOf(action, resolverOf(table));
  return { ...attempt, action, sent: { ...attempt.sent, request }, isPart: true };
}

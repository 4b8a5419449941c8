import type { Action, Change, Conflict, Reference, Value, Wishes } from "../action.ts";
import { isBeyondDeadBand } from "../fields.ts";
import type { HeldValue } from "../held-values.ts";
import type { LedgerNow } from "../state.ts";
import { fieldKey, type ResolvedField } from "./own-fields.ts";

/** An object and the values that a plan would like its fields to have. */
export interface WishedValues {
  /** Key of the action; the ledger remembers the values by it. */
  readonly key: string;
  readonly object_type: "project_values" | "task_values" | "portfolio_values" | "user_values";
  readonly target: Reference;
  readonly label: string;
  readonly plan: string;
  /** Project whose settings must hold the fields. */
  readonly project: { readonly gid: string | null; readonly name: string };
  /** Reference to that project, where the plan itself creates it. */
  readonly container?: Reference;
  /** Stands for the gid of the container in keys of settings; the container is a portfolio then. */
  readonly settings_key?: string;
  /** Gids of the fields attached now, and the values now by gid of the field. */
  readonly attached: ReadonlySet<string>;
  readonly current: ReadonlyMap<string, Value>;
  readonly wished: ReadonlyMap<string, Value>;
  readonly why: string;
}

/** Turns wished values into attachments and changes: only differences beyond the dead band, never over a person's value. */
export function planValues(
  wishes: readonly WishedValues[],
  fields: ReadonlyMap<string, ResolvedField>,
  ledger: LedgerNow,
): Wishes {
  const settings = new Map<string, Action>();
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  for (const wish of wishes) {
    const changes: Change[] = [];
    for (const [key, value] of wish.wished) {
      const field = fields.get(key);
      if (!field || (value === null && !wish.attached.has(field.now?.gid ?? ""))) continue;
      const attachment = attach(wish, field, ledger);
      if (typeof attachment === "string") {
        conflicts.push(conflict(wish, field, attachment));
        continue;
      }
      const change = compare(wish, field, value, ledger);
      if (typeof change === "string") conflicts.push({ ...conflict(wish, field, change), is_obstacle: true });
      else if (change && "held" in change)
        conflicts.push({ ...conflict(wish, field, change.reason), held: change.held });
      else if (change) {
        changes.push(change);
        if (attachment) settings.set(attachment.key, attachment);
      }
    }
    actions.push(valueAction(wish, changes));
  }
  return { actions: [...settings.values(), ...actions], conflicts };
}

/** The action that puts a field on a project; undefined where it is there, a reason where a person took it off. */
function attach(wish: WishedValues, field: ResolvedField, ledger: LedgerNow): Action | undefined | string {
  const gid = field.now?.gid;
  if (gid && wish.attached.has(gid)) return undefined;
  const container = wish.container ?? { gid: wish.project.gid! };
  const key = `setting:${wish.settings_key ?? ("gid" in container ? container.gid : container.key)}:${field.field.key}`;
  if (gid && ledger.managed.get(key) === gid)
    return "the field was taken off this project by hand, and stays off; add it again to have it filled";
  return {
    key,
    action: "create",
    object_type: "custom_field_setting",
    plan: wish.plan,
    label: `field "${nameOf(field)}" on this project`,
    target: field.reference,
    parent: container,
    values: [],
    why: field.field.description,
    project: wish.project,
  };
}

/** A person's value in the way of a change, and what is said about it. */
interface Held {
  readonly held: HeldValue;
  readonly reason: string;
}

/** The change that a value needs; undefined where it may stay, a reason where it cannot be, a person's value where that stands. */
function compare(
  wish: WishedValues,
  field: ResolvedField,
  value: Value,
  ledger: LedgerNow,
): Change | undefined | string | Held {
  const present = field.now ? (wish.current.get(field.now.gid) ?? null) : null;
  const theirs = heldOf(wish, field, { present, ledger });
  if (isSame(present, value)) return undefined;
  if (theirs) return theirs;
  if (!isBeyondDeadBand(field.field, present, value)) return undefined;
  const option = field.now?.options.find(({ name }) => name === value);
  if (field.field.type === "enum" && value !== null && field.now && !option?.enabled)
    return `the option "${value}" was ${option ? "disabled" : "removed"}; enable it again to have it used`;
  return {
    name: field.field.key,
    label: nameOf(field),
    field: field.now ? { gid: field.now.gid } : { key: fieldKey(field.field) },
    type: field.field.type,
    option_gid: option?.gid,
    old: present,
    new: value,
  };
}

/** A value that is not what Plimsoll wrote last, or that a person was seen to have typed, until it is handed back. */
function heldOf(
  wish: WishedValues,
  field: ResolvedField,
  { present, ledger }: { readonly present: Value; readonly ledger: LedgerNow },
): Held | undefined {
  // What was written into a field that is gone says nothing about a new one.
  if (!field.now) return undefined;
  const name = field.field.key;
  const written = ledger.written.get(wish.key)?.get(name);
  const seen = ledger.held.get(wish.key)?.get(name);
  const isTheirs = seen
    ? seen.state !== "handed_back" || !isSame(present, seen.value)
    : !isSame(present, written ?? null);
  if (!isTheirs) return undefined;
  const reason =
    written === undefined
      ? `holds ${show(present)}, which Plimsoll did not write; kept`
      : `was changed by hand from ${show(written)} to ${show(present)}; kept`;
  return { held: { key: wish.key, name, value: present }, reason };
}

const valueAction = (wish: WishedValues, changes: readonly Change[]): Action => ({
  key: wish.key,
  action: changes.length > 0 ? "change" : "unchanged",
  object_type: wish.object_type,
  plan: wish.plan,
  label: wish.label,
  target: wish.target,
  parent: null,
  values: changes,
  why: wish.why,
  project: wish.project,
});

const conflict = (wish: WishedValues, field: ResolvedField, reason: string): Conflict => ({
  key: `${wish.key}:${field.field.key}`,
  label: `${wish.label}, ${nameOf(field)}`,
  reason,
  project: wish.project,
});

const nameOf = (field: ResolvedField): string => field.now?.name ?? field.field.name;

/** Equal as Asana would show them: numbers to six decimals, an empty text like none. */
export const isSame = (a: Value, b: Value): boolean =>
  typeof a === "number" && typeof b === "number"
    ? Math.abs(a - b) < 1e-6
    : (a === "" ? null : a) === (b === "" ? null : b);

const show = (value: Value): string => (value === null ? "empty" : `"${value}"`);

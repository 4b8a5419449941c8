import type { Action, Conflict, Reference, Wishes } from "../action.ts";
import { describeField, type OwnField, ownFields } from "../fields.ts";
import { keyIn, withMarker } from "../marker.ts";
import type { AsanaNow, FieldNow, LedgerNow } from "../state.ts";

export interface FieldSettings {
  /** Goes before every name, as configured. */
  readonly prefix: string;
  /** Fields that people made and handed over, by key of ours: gid. */
  readonly mapped: Readonly<Record<string, string>>;
  /** Gids of the fields that hold estimates of people; no forecast goes there. */
  readonly of_people?: ReadonlySet<string> | undefined;
  /** Where the reports lie, which tell why a value is there; linked where known. */
  readonly why: string | undefined;
}

/** Where a field of ours is, or will be. */
export interface ResolvedField {
  readonly field: OwnField;
  readonly reference: Reference;
  /** As it is in Asana; undefined where the plan creates it. */
  readonly now: FieldNow | undefined;
}

export interface ResolvedFields extends Wishes {
  readonly fields: ReadonlyMap<string, ResolvedField>;
}

export const fieldKey = (field: Pick<OwnField, "key">): string => `field:${field.key}`;

const noFields: Conflict = {
  key: "fields",
  label: "Custom fields",
  reason: "custom fields are not in this workspace's plan; nothing is written into fields",
  project: null,
  is_obstacle: true,
};

/** Finds each field in the workspace, or wishes to create it. A field that people made under the same name is left alone. */
export function resolveFields(
  wanted: readonly OwnField[],
  settings: FieldSettings,
  now: AsanaNow,
  ledger: LedgerNow,
): ResolvedFields {
  const fields = new Map<string, ResolvedField>();
  const actions: Action[] = [];
  const conflicts: Conflict[] = [];
  if (!now.fields) return { fields, actions, conflicts: wanted.length > 0 ? [noFields] : [] };
  for (const field of wanted) {
    const found = findField(field, settings, now, ledger);
    if (typeof found === "string") {
      const label = settings.prefix + field.name;
      conflicts.push({ key: fieldKey(field), label, reason: found, project: null, is_obstacle: true });
      continue;
    }
    const reference = found ? { gid: found.gid } : { key: fieldKey(field) };
    fields.set(field.key, { field, reference, now: found });
    if (!found) actions.push(createField(field, settings));
  }
  return { fields, actions, conflicts };
}

/** Fields handed over for what is no field of Plimsoll's: a slip that would otherwise pass in silence. */
export const unknownMappings = (mapped: FieldSettings["mapped"]): Conflict[] =>
  Object.keys(mapped)
    .filter((name) => !ownFields.some(({ key }) => key === name))
    .map((name) => ({
      key: `mapping:${name}`,
      label: `publish.fields.${name}`,
      reason: "no field of Plimsoll's has this key; docs/writing-to-asana.md lists them",
      project: null,
      is_obstacle: true,
    }));

/** The field as it is, undefined where it must be created, or the reason why it can be neither. */
function findField(
  field: OwnField,
  settings: FieldSettings,
  now: Pick<AsanaNow, "fields">,
  ledger: LedgerNow,
): FieldNow | undefined | string {
  const known = now.fields ?? [];
  const mapped = settings.mapped[field.key];
  if (mapped && settings.of_people?.has(mapped))
    return `publish.fields.${field.key} names the field in which people estimate; a forecast there would pass for their estimate. Name another`;
  const twin = ownFields.find(({ key, on }) => key !== field.key && on === field.on && settings.mapped[key] === mapped);
  if (mapped && twin) return `publish.fields names the same field for ${field.key} and ${twin.key}; give each its own`;
  const found = mapped
    ? known.find(({ gid }) => gid === mapped)
    : (known.find(({ gid }) => gid === ledger.managed.get(fieldKey(field))) ??
      known.find(({ description }) => keyIn(description) === fieldKey(field)));
  if (found) return usable(field, found);
  if (mapped) return `publish.fields.${field.key} names the field ${mapped}, which this token does not see`;
  const name = (settings.prefix + field.name).toLowerCase();
  const namesake = known.find((other) => other.name.toLowerCase() === name);
  if (!namesake) return undefined;
  return `a field of this name exists and Plimsoll did not make it. Hand it over with publish.fields.${field.key}: "${namesake.gid}", or set publish.field_prefix`;
}

function usable(field: OwnField, found: FieldNow): FieldNow | string {
  if (found.type !== field.type) return `the field is of type ${found.type}, and ${field.type} is needed`;
  if (found.is_read_only) return "the field is read-only for this token; ask its owner for editing rights";
  return found;
}

function createField(field: OwnField, { prefix, why }: FieldSettings): Action {
  const text = withMarker([describeField(field), why && `Why: ${why}`].filter(Boolean).join("\n"), fieldKey(field));
  return {
    key: fieldKey(field),
    action: "create",
    object_type: "custom_field",
    plan: field.plan,
    label: `field "${prefix}${field.name}"`,
    target: null,
    parent: null,
    values: [
      { name: "name", label: "name", old: null, new: prefix + field.name },
      { name: "description", label: "description", old: null, new: text },
    ],
    why: "Forecasts are written into fields of their own, never into yours.",
    project: null,
  };
}

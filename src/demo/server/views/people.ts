import type { CustomField, EnumOption, FieldValue, Person, Values } from "../../world/types.ts";
import { type AnyView, one, part, parts, plain, type View } from "../view.ts";

/** A custom field with the value that some object has for it. */
export interface ValueRow {
  readonly field: CustomField;
  readonly value: FieldValue | null;
  readonly isEnabled: boolean;
}

const optionFields: View<EnumOption> = {
  resourceType: "enum_option",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    enabled: plain((row) => row.isEnabled),
    color: plain((row) => row.color),
  },
  compact: ["name", "enabled", "color"],
  full: ["name", "enabled", "color"],
};
export const optionView: View<EnumOption> = optionFields;

const dateView: View<{ date: string; dateTime: string | null }> = {
  resourceType: null,
  gid: () => "",
  fields: { date: plain((row) => row.date), date_time: plain((row) => row.dateTime) },
  compact: ["date", "date_time"],
  full: ["date", "date_time"],
};

/** The value where the field is of that type; absent otherwise, as Asana sends it. */
const valueFor = (type: CustomField["type"]) => (row: ValueRow) => (row.field.type === type ? row.value : undefined);
const valuesFor = (type: CustomField["type"]) => (row: ValueRow) =>
  row.field.type === type ? ((row.value as readonly unknown[] | null) ?? []) : undefined;

export function displayValue(value: FieldValue | null, field: CustomField): string | null {
  if (value === null) return null;
  if (typeof value === "number" && field.format === "percentage")
    return `${(100 * value).toFixed(field.precision ?? 0)}%`;
  if (typeof value === "number") return value.toFixed(field.precision ?? 0);
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map((item: EnumOption | Person) => item.name).join(", ");
  return "name" in value ? value.name : (value as { date: string }).date;
}

const definition: View<ValueRow>["fields"] = {
  name: plain((row) => row.field.name),
  resource_subtype: plain((row) => row.field.type),
  type: plain((row) => row.field.type),
  representation_type: plain((row) => row.field.representation),
  description: plain((row) => row.field.description),
  precision: plain((row) => (row.field.type === "number" ? row.field.precision : undefined)),
  format: plain((row) => (row.field.type === "number" ? row.field.format : undefined)),
  currency_code: plain((row) => (row.field.type === "number" ? row.field.currencyCode : undefined)),
  custom_label: plain(() => null),
  custom_label_position: plain(() => null),
  is_global_to_workspace: plain((row) => row.field.isGlobal),
  has_notifications_enabled: plain((row) => row.field.hasNotifications),
  asana_created_field: plain((row) => row.field.asanaCreatedField),
  is_formula_field: plain((row) => row.field.representation === "formula"),
  is_value_read_only: plain((row) => isReadOnly(row.field)),
  id_prefix: plain(() => null),
  input_restrictions: plain((row) => (row.field.type === "reference" ? ["task"] : undefined)),
  privacy_setting: plain(() => "public"),
  default_access_level: plain(() => "editor"),
  enum_options: parts(
    () => optionView,
    (row) => (row.field.type === "enum" || row.field.type === "multi_enum" ? row.field.options : undefined),
  ),
  created_by: one(
    () => personView,
    (row) => row.field.createdBy,
  ),
};

/** Formula and custom_id fields are written by Asana alone. */
export const isReadOnly = (field: CustomField): boolean =>
  field.representation === "formula" || field.representation === "custom_id";

const DEFINED = [
  "name",
  "resource_subtype",
  "type",
  "representation_type",
  "id_prefix",
  "is_formula_field",
  "enum_options",
];
const FULLY = [
  ...DEFINED,
  "precision",
  "format",
  "currency_code",
  "custom_label",
  "custom_label_position",
  "is_global_to_workspace",
  "has_notifications_enabled",
  "asana_created_field",
  "is_value_read_only",
  "privacy_setting",
  "default_access_level",
  "created_by",
];
const VALUED = [
  "enabled",
  "display_value",
  "number_value",
  "text_value",
  "enum_value",
  "multi_enum_values",
  "date_value",
];

/** A custom field with a value, as on a task. */
export const valueView: View<ValueRow> = {
  resourceType: "custom_field",
  gid: (row) => row.field.gid,
  fields: {
    ...definition,
    enabled: plain((row) => row.isEnabled),
    display_value: plain((row) => displayValue(row.value, row.field)),
    number_value: plain(valueFor("number")),
    text_value: plain(valueFor("text")),
    enum_value: part(() => optionView, valueFor("enum")),
    multi_enum_values: parts(() => optionView, valuesFor("multi_enum")),
    date_value: part(() => dateView, valueFor("date")),
    people_value: parts(() => personView, valuesFor("people")),
    reference_value: parts(() => personView, valuesFor("reference")),
  },
  compact: [...DEFINED, ...VALUED],
  full: [...FULLY, ...VALUED],
};

/** The same on a project, a portfolio or a person, where Asana's document tells the subtype only when it is asked for. */
export const leanValueView: View<ValueRow> = {
  ...valueView,
  compact: valueView.compact.filter((name) => name !== "resource_subtype"),
};

/** A custom field as a definition, without value. */
export const fieldView: View<CustomField> = {
  resourceType: "custom_field",
  gid: (row) => row.gid,
  fields: Object.fromEntries(
    Object.entries(definition).map(([name, field]) => [
      name,
      {
        ...field,
        get: (row: CustomField) => field.get({ field: row, value: null, isEnabled: true }),
      } as AnyView["fields"][string],
    ]),
  ) as View<CustomField>["fields"],
  compact: DEFINED,
  full: FULLY,
};

/** Values of the given fields, then those left over from fields that are no longer attached. */
export function valueRows(fields: readonly CustomField[], values: Values): ValueRow[] {
  const rows = fields.map((field) => ({ field, value: values.get(field) ?? null, isEnabled: true }));
  for (const [field, value] of values) if (!fields.includes(field)) rows.push({ field, value, isEnabled: false });
  return rows;
}

export const personView: View<Person> = {
  resourceType: "user",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    email: plain((row) => row.email),
    photo: plain(() => null),
    workspaces: plain(() => undefined),
    custom_fields: parts(
      () => leanValueView,
      (row) => [...row.values].map(([field, value]) => ({ field, value, isEnabled: true })),
    ),
  },
  compact: ["name"],
  full: ["name", "email", "photo", "custom_fields"],
};

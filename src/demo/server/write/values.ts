import { setValue } from "../../world/tasks.ts";
import type { CustomField, EnumOption, FieldValue, Person, Values } from "../../world/types.ts";
import type { Call } from "../call.ts";
import { badRequest, notInPlan } from "../errors.ts";
import { findPerson } from "../find.ts";
import { hasFeature } from "../plans.ts";
import { isReadOnly } from "../views/people.ts";

/** One change of a custom field's value. */
export interface ValueChange {
  readonly field: CustomField;
  readonly from: FieldValue | null;
  readonly to: FieldValue | null;
}

interface Target {
  readonly values: Values;
  /** The fields that the object has. */
  readonly fields: readonly CustomField[];
}

/** Writes `custom_fields` of a body; all of it or nothing. @throws 400, 402 */
export function writeValues(call: Call, target: Target): ValueChange[] {
  const given = call.data.custom_fields;
  if (given === undefined) return [];
  if (!hasFeature(call.abilities.plan, "custom_fields")) throw notInPlan("Custom fields");
  if (given === null || typeof given !== "object" || Array.isArray(given)) {
    throw badRequest("custom_fields: Not an object");
  }
  const changes = Object.entries(given).map(([gid, value]) => changeOf(call, target, [gid, value]));
  for (const { field, to } of changes) setValue(target.values, field, to);
  return changes.filter((change) => JSON.stringify(keyOf(change.from)) !== JSON.stringify(keyOf(change.to)));
}

/** What tells a value from another: gids of what it points at, or itself. */
function keyOf(value: FieldValue | null): unknown {
  if (Array.isArray(value)) return value.map((item: EnumOption | Person) => item.gid);
  return value !== null && typeof value === "object" && "gid" in value ? value.gid : value;
}

function changeOf(call: Call, target: Target, [gid, value]: readonly [string, unknown]): ValueChange {
  const field = call.world.fields.get(gid);
  if (!field) throw badRequest(`custom_fields: Not a recognized ID: ${gid}`);
  if (isReadOnly(field)) throw badRequest(`Custom field with ID ${gid} is read-only`);
  const from = target.values.get(field) ?? null;
  if (!target.fields.includes(field) && !(value === null && from !== null)) {
    throw badRequest(`Custom field with ID ${gid} is not on given object`);
  }
  return { field, from, to: value === null ? null : parse(call, field, value) };
}

function parse(call: Call, field: CustomField, value: unknown): FieldValue | null {
  const wrong = (): never => {
    throw badRequest(
      `custom_fields: Invalid value for custom field ${field.gid} (${field.type}): ${JSON.stringify(value)}`,
    );
  };
  switch (field.type) {
    case "number":
      return typeof value === "number" && Number.isFinite(value) ? rounded(value, digitsOf(field)) : wrong();
    case "text":
      if (typeof value !== "string") return wrong();
      if (value.length > 1_024) throw badRequest(`custom_fields: Text is longer than 1024 characters: ${field.gid}`);
      return value === "" ? null : value;
    case "enum":
      return typeof value === "string" ? optionOf(field, value, wrong) : wrong();
    case "multi_enum":
      return isTexts(value) ? value.map((gid) => optionOf(field, gid, wrong)) : wrong();
    case "people":
      return isTexts(value) ? value.map((one) => findPerson(call.world, one) ?? wrong()) : wrong();
    case "date":
      return dateOf(value) ?? wrong();
    case "reference":
      return wrong();
  }
}

/** Digits after the point that a value keeps. Percentages are stored as shares, and their precision counts percents. */
const digitsOf = ({ precision, format }: CustomField): number => (precision ?? 0) + (format === "percentage" ? 2 : 0);

const rounded = (value: number, precision: number): number => Number(value.toFixed(precision));

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

function optionOf(field: CustomField, gid: string, wrong: () => never): EnumOption {
  const option = field.options.find((one) => one.gid === gid);
  return option?.isEnabled ? option : wrong();
}

function dateOf(value: unknown): { date: string; dateTime: string | null } | null {
  if (value === null || typeof value !== "object") return null;
  const { date, date_time: dateTime } = value as { date?: unknown; date_time?: unknown };
  if (typeof dateTime === "string" && !Number.isNaN(Date.parse(dateTime))) {
    return { date: dateTime.slice(0, 10), dateTime: new Date(dateTime).toISOString() };
  }
  return typeof date === "string" && /^\d{4}-\d{2}-\d{2}$/.test(date) ? { date, dateTime: null } : null;
}

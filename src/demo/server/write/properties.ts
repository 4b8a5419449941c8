import { badRequest } from "../errors.ts";

/** What may stand in the `data` of a write: writable properties, and those that are readable only. */
export interface Properties {
  readonly writable: readonly string[];
  readonly readOnly: readonly string[];
}

const TASK_READ_ONLY = [
  ...[
    "gid",
    "resource_type",
    "created_by",
    "assigned_by",
    "completed_at",
    "completed_by",
    "created_at",
    "dependencies",
  ],
  ...["dependents", "modified_at", "num_subtasks", "actual_time_minutes", "permalink_url", "num_likes", "likes"],
];
const TASK_CHANGING = [
  ...[
    "name",
    "resource_subtype",
    "approval_status",
    "completed",
    "due_at",
    "due_on",
    "html_notes",
    "notes",
    "start_at",
  ],
  ...["start_on", "assignee", "custom_fields", "liked", "assignee_status", "assignee_section", "external"],
];

export const taskCreation: Properties = {
  writable: [...TASK_CHANGING, "parent", "workspace", "memberships", "projects", "tags", "followers"],
  readOnly: TASK_READ_ONLY,
};
export const taskChange: Properties = {
  writable: [...TASK_CHANGING, "custom_type", "custom_type_status_option"],
  readOnly: [...TASK_READ_ONLY, "memberships", "projects", "tags", "followers", "parent", "workspace"],
};

const PROJECT_READ_ONLY = ["gid", "resource_type", "created_at", "modified_at", "members", "custom_field_settings"];
const PROJECT_CHANGING = [
  ...["name", "archived", "color", "icon", "default_view", "due_date", "due_on", "start_on", "notes", "html_notes"],
  ...["public", "privacy_setting", "default_access_level", "owner", "custom_fields", "completed", "team"],
  ...["minimum_access_level_for_customization", "minimum_access_level_for_sharing"],
];
export const projectCreation: Properties = {
  writable: [...PROJECT_CHANGING, "workspace", "followers"],
  readOnly: PROJECT_READ_ONLY,
};
export const projectChange: Properties = {
  writable: PROJECT_CHANGING,
  readOnly: [...PROJECT_READ_ONLY, "workspace", "followers"],
};
export const portfolioChange: Properties = {
  writable: ["name", "archived", "color", "start_on", "due_on", "default_access_level", "custom_fields", "public"],
  readOnly: ["gid", "resource_type", "workspace", "owner", "members"],
};

const FIELD_CHANGING = [
  ...["name", "description", "precision", "format", "currency_code", "custom_label", "custom_label_position"],
  ...["has_notifications_enabled", "owned_by_app", "input_restrictions"],
];
export const fieldCreation: Properties = {
  writable: [...FIELD_CHANGING, "workspace", "resource_subtype", "enum_options"],
  readOnly: ["gid", "resource_type", "type", "created_by", "is_global_to_workspace", "asana_created_field"],
};
export const fieldChange: Properties = {
  writable: FIELD_CHANGING,
  readOnly: [...fieldCreation.readOnly, "workspace", "resource_subtype", "enum_options"],
};

export const only = (...writable: string[]): Properties => ({ writable, readOnly: ["gid", "resource_type"] });

/** @throws 400 for a property that the operation does not take */
export function checkProperties(data: Readonly<Record<string, unknown>>, { writable, readOnly }: Properties): void {
  for (const name of Object.keys(data)) {
    if (writable.includes(name)) continue;
    throw badRequest(
      readOnly.includes(name) ? `${name}: Cannot write this property` : `${name}: Unrecognized property`,
    );
  }
}

/** A text property, undefined where it is not given. @throws 400 */
export function textOf(data: Readonly<Record<string, unknown>>, name: string, most = 100_000): string | undefined {
  const value = data[name];
  if (value === undefined) return undefined;
  if (typeof value !== "string") throw badRequest(`${name}: Not a string: ${JSON.stringify(value)}`);
  if (value.length > most) throw badRequest(`${name}: Value is too long: ${value.length} characters, at most ${most}`);
  return value;
}

export function flagOf(data: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  const value = data[name];
  if (value === undefined) return undefined;
  if (typeof value !== "boolean") throw badRequest(`${name}: Not a boolean: ${JSON.stringify(value)}`);
  return value;
}

/** A day or null, undefined where it is not given. @throws 400 */
export function dayOf(data: Readonly<Record<string, unknown>>, name: string): string | null | undefined {
  const value = data[name];
  if (value === undefined || value === null) return value;
  const isDay = typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
  if (!isDay) throw badRequest(`${name}: Not a valid date: ${String(value)}`);
  return value;
}

/** An instant or null, undefined where it is not given. @throws 400 */
export function instantOf(data: Readonly<Record<string, unknown>>, name: string): string | null | undefined {
  const value = data[name];
  if (value === undefined || value === null) return value;
  const time = typeof value === "string" ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(time)) throw badRequest(`${name}: Not a valid time: ${String(value)}`);
  return new Date(time).toISOString();
}

export function wordOf(
  data: Readonly<Record<string, unknown>>,
  name: string,
  words: readonly string[],
): string | undefined {
  const value = textOf(data, name);
  if (value !== undefined && !words.includes(value)) throw badRequest(`${name}: Not a recognized value: ${value}`);
  return value;
}

/** A list of texts; a text with commas counts as one too. @throws 400 */
export function listOf(data: Readonly<Record<string, unknown>>, name: string): readonly string[] | undefined {
  const value = data[name];
  if (value === undefined) return undefined;
  const items = typeof value === "string" ? value.split(",") : value;
  if (!Array.isArray(items) || !items.every((item) => typeof item === "string")) {
    throw badRequest(`${name}: Not a list of IDs: ${JSON.stringify(value)}`);
  }
  return items;
}

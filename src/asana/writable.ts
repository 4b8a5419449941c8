import type { Method } from "./transport.ts";

interface Writable {
  readonly method: Method;
  readonly path: RegExp;
  readonly properties: readonly string[];
}

const taskBasics = ["name", "notes", "html_notes", "assignee", "due_on", "start_on", "completed", "custom_fields"];
const projectBasics = ["name", "notes", "html_notes", "color", "archived", "privacy_setting", "owner", "custom_fields"];

/**
 * Everything that Plimsoll may ever change in Asana: requests and properties. What is not listed is refused before it
 * leaves the machine, whatever the rest of the program asks for.
 */
const writable: readonly Writable[] = [
  {
    method: "POST",
    path: /^\/tasks$/,
    properties: [
      ...taskBasics,
      "workspace",
      "projects",
      "memberships",
      "parent",
      "resource_subtype",
      "approval_status",
      "followers",
      "tags",
    ],
  },
  { method: "PUT", path: /^\/tasks\/\d+$/, properties: [...taskBasics, "approval_status"] },
  { method: "DELETE", path: /^\/tasks\/\d+$/, properties: [] },
  {
    method: "POST",
    path: /^\/tasks\/\d+\/subtasks$/,
    properties: [...taskBasics, "resource_subtype", "approval_status", "followers"],
  },
  { method: "POST", path: /^\/tasks\/\d+\/stories$/, properties: ["text", "html_text", "is_pinned"] },
  { method: "PUT", path: /^\/stories\/\d+$/, properties: ["text", "html_text", "is_pinned"] },
  { method: "DELETE", path: /^\/stories\/\d+$/, properties: [] },
  {
    method: "POST",
    path: /^\/tasks\/\d+\/addProject$/,
    properties: ["project", "section", "insert_after", "insert_before"],
  },
  { method: "POST", path: /^\/tasks\/\d+\/(addFollowers|removeFollowers)$/, properties: ["followers"] },
  { method: "POST", path: /^\/tasks\/\d+\/(addTag|removeTag)$/, properties: ["tag"] },
  { method: "POST", path: /^\/sections\/\d+\/addTask$/, properties: ["task", "insert_after", "insert_before"] },
  { method: "POST", path: /^\/projects$/, properties: [...projectBasics, "workspace", "team", "default_view"] },
  { method: "PUT", path: /^\/projects\/\d+$/, properties: projectBasics },
  { method: "DELETE", path: /^\/projects\/\d+$/, properties: [] },
  { method: "POST", path: /^\/projects\/\d+\/sections$/, properties: ["name", "insert_after", "insert_before"] },
  { method: "DELETE", path: /^\/sections\/\d+$/, properties: [] },
  {
    method: "POST",
    path: /^\/(projects|portfolios)\/\d+\/addCustomFieldSetting$/,
    properties: ["custom_field", "is_important", "insert_after", "insert_before"],
  },
  { method: "POST", path: /^\/(projects|portfolios)\/\d+\/removeCustomFieldSetting$/, properties: ["custom_field"] },
  {
    method: "POST",
    path: /^\/projects\/\d+\/(addMembers|removeMembers|addFollowers|removeFollowers)$/,
    properties: ["members", "followers"],
  },
  { method: "POST", path: /^\/memberships$/, properties: ["member", "parent", "access_level"] },
  {
    method: "POST",
    path: /^\/custom_fields$/,
    properties: [
      "workspace",
      "name",
      "description",
      "resource_subtype",
      "precision",
      "format",
      "currency_code",
      "custom_label",
      "custom_label_position",
      "enum_options",
      "has_notifications_enabled",
    ],
  },
  { method: "PUT", path: /^\/custom_fields\/\d+$/, properties: ["name", "description"] },
  { method: "DELETE", path: /^\/custom_fields\/\d+$/, properties: [] },
  {
    method: "POST",
    path: /^\/custom_fields\/\d+\/enum_options$/,
    properties: ["name", "color", "enabled", "insert_after", "insert_before"],
  },
  { method: "PUT", path: /^\/enum_options\/\d+$/, properties: ["name", "color", "enabled"] },
  { method: "POST", path: /^\/status_updates$/, properties: ["parent", "title", "text", "html_text", "status_type"] },
  { method: "DELETE", path: /^\/status_updates\/\d+$/, properties: [] },
  { method: "PUT", path: /^\/portfolios\/\d+$/, properties: ["custom_fields"] },
  { method: "PUT", path: /^\/workspaces\/\d+\/users\/\d+$/, properties: ["custom_fields"] },
  { method: "POST", path: /^\/tags$/, properties: ["name", "color", "workspace"] },
];

/** Throws where a write is not on the list; a mistake in the program, not of the user. */
export function assertWritable(method: Method, path: string, data: unknown): void {
  const entry = writable.find((item) => item.method === method && item.path.test(path));
  if (!entry)
    throw new Error(
      `Plimsoll does not write ${method} ${path} to Asana: it is not on the list in src/asana/writable.ts`,
    );
  const extra = Object.keys((data ?? {}) as object).filter((name) => !entry.properties.includes(name));
  if (extra.length) {
    throw new Error(
      `Plimsoll does not write ${extra.join(", ")} with ${method} ${path}: not on the list in src/asana/writable.ts`,
    );
  }
}

/** Throws where a value would go into a custom field that nobody permitted: one of people, or of another program. */
export function assertFieldsPermitted(data: unknown, permitted: ReadonlySet<string>): void {
  const values = (data as { custom_fields?: object } | undefined)?.custom_fields;
  const others = Object.keys(values ?? {}).filter((gid) => !permitted.has(gid));
  if (others.length > 0)
    throw new Error(
      `Plimsoll does not write into the custom field ${others.join(", ")}: it is neither its own, nor handed over in publish.fields, nor filled by an approval`,
    );
}

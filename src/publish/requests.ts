import type { Action, Change, Reference } from "./action.ts";
import { ownFields } from "./fields.ts";
import { fieldPaths } from "./read-asana.ts";

/** One request, as the client takes it. */
export interface WriteRequest {
  readonly method: "POST" | "PUT" | "DELETE";
  readonly path: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly params?: Readonly<Record<string, string>>;
}

/** Gids of what references name, known once their objects exist. */
export interface Resolver {
  readonly workspace_gid: string;
  readonly gid: (reference: Reference) => string;
  /** Gid of an option of a field that this run created. */
  readonly option: (field: Reference, name: string) => string;
}

/** The request that carries out an action. Every kind of object has its own, and nothing else can be sent. */
export function requestOf(action: Action, resolver: Resolver): WriteRequest {
  if (action.action === "create") return creators[action.object_type](action, resolver);
  return action.action === "remove" ? removeRequest(action, resolver) : changeRequest(action, resolver);
}

const removable: Partial<Record<Action["object_type"], string>> = {
  project: "projects",
  section: "sections",
  task: "tasks",
  subtask: "tasks",
  comment: "stories",
  status_update: "status_updates",
};

function removeRequest(action: Action, resolver: Resolver): WriteRequest {
  const gid = resolver.gid(action.target!);
  if (action.object_type === "custom_field_setting")
    return post(`/${holderOf(action)}/${resolver.gid(action.parent!)}/removeCustomFieldSetting`, { custom_field: gid });
  const collection = removable[action.object_type];
  if (!collection) throw new Error(`${action.object_type} is never removed`);
  return { method: "DELETE", path: `/${collection}/${gid}`, data: {} };
}

/** What holds the setting of a field; the key tells portfolios from projects. */
const holderOf = ({ key }: Action): string => (key.startsWith("setting:portfolio-") ? "portfolios" : "projects");

type Creator = (action: Action, resolver: Resolver) => WriteRequest;

const post = (path: string, data: WriteRequest["data"], params?: WriteRequest["params"]): WriteRequest => ({
  method: "POST",
  path,
  data,
  ...(params ? { params } : {}),
});

const creators: Readonly<Record<Action["object_type"], Creator>> = {
  project: (action, { workspace_gid }) =>
    post("/projects", { ...properties(action), workspace: workspace_gid, privacy_setting: "private" }),
  custom_field: (action, { workspace_gid }) =>
    post(
      "/custom_fields",
      { ...properties(action), ...definition(action), workspace: workspace_gid },
      { opt_fields: fieldPaths },
    ),
  section: (action, resolver) => post(`/projects/${resolver.gid(action.parent!)}/sections`, properties(action)),
  project_members: (action, resolver) =>
    post(`/projects/${resolver.gid(action.parent!)}/addMembers`, properties(action)),
  custom_field_setting: (action, resolver) =>
    post(`/${holderOf(action)}/${resolver.gid(action.parent!)}/addCustomFieldSetting`, {
      custom_field: resolver.gid(action.target!),
      is_important: false,
    }),
  task: (action, resolver) => {
    if (!action.parent) return post("/tasks", { ...privateTask(action), workspace: resolver.workspace_gid });
    const project = resolver.gid(action.parent);
    const place = action.section
      ? { memberships: [{ project, section: resolver.gid(action.section) }] }
      : { projects: [project] };
    return post("/tasks", { ...properties(action), ...approval(action), ...place });
  },
  subtask: (action, resolver) =>
    post(`/tasks/${resolver.gid(action.parent!)}/subtasks`, { ...properties(action), ...approval(action) }),
  comment: (action, resolver) => post(`/tasks/${resolver.gid(action.parent!)}/stories`, properties(action)),
  status_update: (action, resolver) =>
    post("/status_updates", { ...properties(action), parent: resolver.gid(action.parent!) }),
  project_values: changeRequest,
  portfolio_values: changeRequest,
  user_values: changeRequest,
  task_values: changeRequest,
};

/** Collections of what is changed, other than tasks. */
const collections: Partial<Record<Action["object_type"], string>> = {
  project: "projects",
  project_values: "projects",
  portfolio_values: "portfolios",
  user_values: "users",
};

function changeRequest(action: Action, resolver: Resolver): WriteRequest {
  const collection = collections[action.object_type] ?? "tasks";
  const place = collection === "users" ? `/workspaces/${resolver.workspace_gid}` : "";
  return {
    method: "PUT",
    path: `${place}/${collection}/${resolver.gid(action.target!)}`,
    data: bodyOf(action, resolver),
    params: { opt_fields: "gid" },
  };
}

/** Properties as they are, values of custom fields under their gids. */
function bodyOf(action: Action, resolver: Resolver): Record<string, unknown> {
  const fields = action.values.flatMap((change) =>
    change.field ? [[resolver.gid(change.field), encode(change, resolver)] as const] : [],
  );
  return { ...properties(action), ...(fields.length > 0 ? { custom_fields: Object.fromEntries(fields) } : {}) };
}

/** A custom field's value as Asana takes it: an object for dates, the option's gid for enums. */
function encode(change: Change, resolver: Resolver): unknown {
  if (change.new === null) return null;
  if (change.type === "date") return { date: change.new };
  if (change.type === "enum") return change.option_gid ?? resolver.option(change.field!, String(change.new));
  return change.new;
}

/** A task in no project: its assignee and its followers see it, and nobody else. */
function privateTask(action: Action): Record<string, unknown> {
  const { followers, ...rest } = properties(action);
  return { ...rest, ...approval(action), ...(followers ? { followers: [followers] } : {}) };
}

const properties = (action: Action): Record<string, unknown> =>
  Object.fromEntries(action.values.filter(({ field }) => !field).map(({ name, new: value }) => [name, value]));

const approval = (action: Action): Record<string, string> =>
  action.values.some(({ name, new: value }) => name === "resource_subtype" && value === "approval")
    ? { approval_status: "pending" }
    : {};

/** Type, format and options of a field of ours; it tells nobody when its value changes. */
function definition(action: Action): Record<string, unknown> {
  const field = ownFields.find(({ key }) => `field:${key}` === action.key);
  if (!field) throw new Error(`${action.key} is not a field of Plimsoll's`);
  return {
    resource_subtype: field.type,
    has_notifications_enabled: false,
    ...(field.precision === undefined ? {} : { precision: field.precision }),
    ...(field.label ? { format: "custom", custom_label: field.label, custom_label_position: "suffix" } : {}),
    ...(field.options ? { enum_options: field.options } : {}),
  };
}

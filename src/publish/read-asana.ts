import { z } from "zod";
import type { Asana, Params } from "../asana/client.ts";
import { AsanaError } from "../asana/errors.ts";
import { number } from "../asana/schema/opt-fields.ts";
import type { Value } from "./action.ts";
import type { FieldNow, OwnProjectNow, ProjectNow, SectionNow, TaskNow } from "./state.ts";

/** What publishing needs of the client; nothing else can be reached from here. */
export type AsanaWriter = Pick<Asana, "get" | "list" | "post" | "put" | "delete" | "permitFields">;

const reference = z.object({ gid: z.string() });
const text = z.string().nullish();

const valueSchema = z.object({
  gid: z.string(),
  number_value: number,
  text_value: text,
  date_value: z.object({ date: text, date_time: text }).nullish(),
  enum_value: z.object({ gid: z.string(), name: text }).nullish(),
});
const valuePaths = ["number_value", "text_value", "date_value.date", "date_value.date_time", "enum_value.name"];
const values = valuePaths.map((path) => `custom_fields.${path}`).join(",");

const fieldSchema = z.object({
  gid: z.string(),
  name: text,
  description: text,
  resource_subtype: text,
  is_value_read_only: z.boolean().nullish(),
  enum_options: z.array(z.object({ gid: z.string(), name: text, enabled: z.boolean().nullish() })).nullish(),
});
export const fieldPaths = "name,description,resource_subtype,is_value_read_only,enum_options.name,enum_options.enabled";

const projectSchema = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  archived: z.boolean().nullish(),
  owner: reference.nullish(),
  permalink_url: text,
  custom_fields: z.array(valueSchema).nullish(),
  custom_field_settings: z.array(z.object({ custom_field: reference.nullish() })).nullish(),
});
const projectPaths = `name,notes,archived,owner,permalink_url,custom_field_settings.custom_field,${values}`;

const taskSchema = z.object({
  gid: z.string(),
  name: text,
  notes: text,
  completed: z.boolean().nullish(),
  approval_status: text,
  completed_by: reference.nullish(),
  assignee: reference.nullish(),
  due_on: text,
  memberships: z.array(z.object({ section: reference.nullish() })).nullish(),
  custom_fields: z.array(valueSchema).nullish(),
});
const taskPaths = `name,notes,completed,completed_by,approval_status,assignee,due_on,memberships.section,${values}`;
const leanTaskPaths = `name,completed,assignee,due_on,${values}`;

/** The workspace's custom fields; undefined where its plan has none. */
export async function readFields(asana: AsanaWriter, workspaceGid: string): Promise<FieldNow[] | undefined> {
  try {
    const rows = await readAll(asana, `/workspaces/${workspaceGid}/custom_fields`, { opt_fields: fieldPaths });
    return readable(rows, toField);
  } catch (error) {
    if (error instanceof AsanaError && (error.status === 402 || error.status === 403)) return undefined;
    throw error;
  }
}

export function toField(row: unknown): FieldNow {
  const field = fieldSchema.parse(row);
  return {
    gid: field.gid,
    name: field.name ?? "",
    type: field.resource_subtype ?? "",
    description: field.description ?? "",
    is_read_only: field.is_value_read_only ?? false,
    options: (field.enum_options ?? []).map(({ gid, name, enabled }) => ({
      gid,
      name: name ?? "",
      enabled: enabled ?? true,
    })),
  };
}

export const readField = async (asana: AsanaWriter, gid: string): Promise<FieldNow> =>
  toField(await asana.get(`/custom_fields/${gid}`, { opt_fields: fieldPaths }));

/** Projects that are not archived. */
export async function readProjects(asana: AsanaWriter, workspaceGid: string): Promise<ProjectNow[]> {
  const parameters = { archived: false, opt_fields: projectPaths };
  return readable(await readAll(asana, `/workspaces/${workspaceGid}/projects`, parameters), toProject);
}

/** One project; undefined where it is gone or out of this token's sight. */
export const readProject = (asana: AsanaWriter, gid: string): Promise<ProjectNow | undefined> =>
  unlessGone(async () => toProject(await asana.get(`/projects/${gid}`, { opt_fields: projectPaths })));

function toProject(row: unknown): ProjectNow {
  const project = projectSchema.parse(row);
  return {
    gid: project.gid,
    name: project.name ?? "",
    notes: project.notes ?? "",
    is_archived: project.archived ?? false,
    owner_gid: project.owner?.gid ?? null,
    permalink_url: project.permalink_url ?? null,
    fields: new Set((project.custom_field_settings ?? []).flatMap(({ custom_field }) => custom_field?.gid ?? [])),
    values: toValues(project.custom_fields),
  };
}

/** A portfolio with its fields; undefined where it is gone or out of this token's sight. */
export const readPortfolio = (asana: AsanaWriter, gid: string): Promise<ProjectNow | undefined> =>
  unlessGone(async () => {
    const paths = `name,archived,owner,permalink_url,custom_field_settings.custom_field,${values}`;
    return toProject(await asana.get(`/portfolios/${gid}`, { opt_fields: paths }));
  });

/** Values of the custom fields on one person. */
export const readUserValues = (
  asana: AsanaWriter,
  workspaceGid: string,
  gid: string,
): Promise<ReadonlyMap<string, Value> | undefined> =>
  unlessGone(async () =>
    toValues(
      userSchema.parse(await asana.get(`/workspaces/${workspaceGid}/users/${gid}`, { opt_fields: values }))
        .custom_fields,
    ),
  );

/** Values of the custom fields on everybody, by gid of the person. */
export async function readUsers(asana: AsanaWriter, workspaceGid: string): Promise<Map<string, Map<string, Value>>> {
  const rows = await readAll(asana, "/users", { workspace: workspaceGid, opt_fields: values });
  const users = readable(rows, (row) => userSchema.parse(row));
  return new Map(users.map((user) => [user.gid, toValues(user.custom_fields)]));
}

const userSchema = z.object({ gid: z.string(), custom_fields: z.array(valueSchema).nullish() });

/** Sections and tasks of a project of ours. */
export async function readOwnProject(asana: AsanaWriter, gid: string): Promise<OwnProjectNow> {
  const [sections, tasks] = await Promise.all([
    readSections(asana, gid),
    readAll(asana, "/tasks", { project: gid, opt_fields: taskPaths }),
  ]);
  const own = new Set(sections.map((section) => section.gid));
  return { gid, sections, tasks: readable(tasks, (row) => toTask(row, own)) };
}

export async function readSections(asana: AsanaWriter, projectGid: string): Promise<SectionNow[]> {
  const rows = await readAll(asana, `/projects/${projectGid}/sections`, { opt_fields: "name" });
  return rows.map((row) => ({ gid: String(row.gid), name: String(row.name ?? "") }));
}

/** Tasks of a project that are open or were completed since an instant, with their values but without notes. */
export async function readTasks(asana: AsanaWriter, projectGid: string, completedSince: string): Promise<TaskNow[]> {
  const parameters = { project: projectGid, completed_since: completedSince, opt_fields: leanTaskPaths };
  return readable(await readAll(asana, "/tasks", parameters), toTask);
}

/** Open tasks of a person, whether in a project or in none. */
export async function readAssigned(asana: AsanaWriter, workspaceGid: string, assignee: string): Promise<TaskNow[]> {
  const parameters = { assignee, workspace: workspaceGid, completed_since: "now", opt_fields: taskPaths };
  return readable(await readAll(asana, "/tasks", parameters), toTask);
}

export async function readSubtasks(asana: AsanaWriter, taskGid: string): Promise<TaskNow[]> {
  return readable(await readAll(asana, `/tasks/${taskGid}/subtasks`, { opt_fields: taskPaths }), toTask);
}

export const readTask = (asana: AsanaWriter, gid: string): Promise<TaskNow | undefined> =>
  unlessGone(async () => toTask(await asana.get(`/tasks/${gid}`, { opt_fields: taskPaths })));

/** A task; undefined where it was deleted, and "unseen" where it may be there and this token cannot read it now. */
export async function readIfSeen(asana: AsanaWriter, gid: string): Promise<TaskNow | undefined | "unseen"> {
  try {
    return toTask(await asana.get(`/tasks/${gid}`, { opt_fields: taskPaths }));
  } catch (error) {
    if (error instanceof AsanaError && error.status === 404) return undefined;
    if (error instanceof z.ZodError || (error instanceof AsanaError && error.status === 403)) return "unseen";
    throw error;
  }
}

/** `sections` are those of the project that the task is looked at in, since a task may lie in several projects. */
function toTask(row: unknown, sections?: ReadonlySet<string>): TaskNow {
  const task = taskSchema.parse(row);
  return {
    gid: task.gid,
    name: task.name ?? "",
    notes: task.notes ?? "",
    is_completed: task.completed ?? false,
    approval_status: task.approval_status ?? null,
    completed_by_gid: task.completed_by?.gid ?? null,
    assignee_gid: task.assignee?.gid ?? null,
    due_on: task.due_on ?? null,
    section_gid:
      (task.memberships ?? []).flatMap(({ section }) => section?.gid ?? []).find((gid) => sections?.has(gid) ?? true) ??
      null,
    fields: new Set((task.custom_fields ?? []).map(({ gid }) => gid)),
    values: toValues(task.custom_fields),
  };
}

const toValues = (fields: readonly z.infer<typeof valueSchema>[] | null | undefined): Map<string, Value> =>
  new Map((fields ?? []).map((field) => [field.gid, toValue(field)]));

const toValue = (field: z.infer<typeof valueSchema>): Value =>
  field.number_value ??
  field.enum_value?.name ??
  field.date_value?.date ??
  field.date_value?.date_time?.slice(0, 10) ??
  (field.text_value || null);

/** Rows that are as Asana documents them; of the others nothing is known, so nothing is written on them. */
function readable<T>(rows: readonly unknown[], read: (row: unknown) => T): T[] {
  return rows.flatMap((row) => {
    try {
      return [read(row)];
    } catch (error) {
      if (error instanceof z.ZodError) return [];
      throw error;
    }
  });
}

/** All rows of a listing. */
export async function readAll(
  asana: AsanaWriter,
  path: string,
  parameters: Params,
): Promise<Readonly<Record<string, unknown>>[]> {
  const rows: Readonly<Record<string, unknown>>[] = [];
  for await (const page of asana.list(path, parameters)) rows.push(...page.rows);
  return rows;
}

/** Runs a read, and gives undefined where its object is gone, out of sight or not as Asana documents it. */
export async function unlessGone<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AsanaError && (error.status === 403 || error.status === 404)) return undefined;
    if (error instanceof z.ZodError) return undefined;
    throw error;
  }
}

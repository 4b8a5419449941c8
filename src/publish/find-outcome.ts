import { z } from "zod";
import type { Value } from "./action.ts";
import type { Values } from "./ledger.ts";
import { keyIn } from "./marker.ts";
import { isSame } from "./plans/values.ts";
import {
  type AsanaWriter,
  readAll,
  readAssigned,
  readFields,
  readOwnProject,
  readPortfolio,
  readProject,
  readProjects,
  readSections,
  readSubtasks,
  readTask,
  readUserValues,
  unlessGone,
} from "./read-asana.ts";
import { plainText } from "./rich-text.ts";
import type { FieldNow } from "./state.ts";

/** A write whose answer was lost. */
export interface LostWrite {
  readonly key: string;
  readonly action: string;
  readonly object_type: string;
  readonly object_gid: string | null;
  readonly parent_gid: string | null;
  readonly new_value: Values;
}

/** What became of a lost write: the object that it made, and the values that it left. Undefined where it did not happen. */
export interface Found {
  readonly gid: string;
  readonly new_value?: Values;
  readonly field?: FieldNow;
}

export interface Surroundings {
  readonly workspace_gid: string;
  /** Gids that the ledger already knows; a comment among them is another one. */
  readonly known: ReadonlySet<string>;
  /** Gid of the custom field behind the name of a value. */
  readonly field_gid: (name: string) => string | undefined;
}

/** Looks for what a lost write may have done. A created object carries its key; a changed one shows the value. */
export async function findOutcome(
  asana: AsanaWriter,
  write: LostWrite,
  around: Surroundings,
): Promise<Found | undefined> {
  if (write.action === "remove") return findRemoved(asana, write);
  if (write.action !== "create") return findChanged(asana, write, around);
  const find = finders[write.object_type];
  return find ? unlessGone(() => find(asana, write, around)) : undefined;
}

/** A lost removal has happened when its object is gone. Undefined also where that cannot be told: removing again does no harm. */
async function findRemoved(asana: AsanaWriter, write: LostWrite): Promise<Found | undefined> {
  const gid = write.object_gid!;
  const read = { task: readTask, subtask: readTask, project: readProject }[write.object_type];
  return read && !(await read(asana, gid)) ? { gid } : undefined;
}

type Finder = (asana: AsanaWriter, write: LostWrite, around: Surroundings) => Promise<Found | undefined>;

const finders: Readonly<Record<string, Finder>> = {
  project: async (asana, write, { workspace_gid }) =>
    (await readProjects(asana, workspace_gid)).find(({ notes }) => keyIn(notes) === write.key),
  custom_field: async (asana, write, { workspace_gid }) => {
    const field = (await readFields(asana, workspace_gid))?.find(({ description }) => keyIn(description) === write.key);
    return field && { gid: field.gid, field };
  },
  section: async (asana, write) =>
    (await readSections(asana, write.parent_gid!)).find(({ name }) => name === write.new_value.name),
  custom_field_setting: async (asana, write) => {
    const read = write.key.startsWith("setting:portfolio-") ? readPortfolio : readProject;
    const project = await read(asana, write.parent_gid!);
    return project?.fields.has(write.object_gid!) ? { gid: write.object_gid! } : undefined;
  },
  task: async (asana, write, { workspace_gid }) => {
    const tasks = write.parent_gid
      ? (await readOwnProject(asana, write.parent_gid)).tasks
      : await readAssigned(asana, workspace_gid, String(write.new_value.assignee));
    return tasks.find(({ notes }) => keyIn(notes) === write.key);
  },
  subtask: async (asana, write) =>
    (await readSubtasks(asana, write.parent_gid!)).find(({ notes }) => keyIn(notes) === write.key),
  comment: (asana, write, around) =>
    findText(asana, { path: `/tasks/${write.parent_gid}/stories`, parameters: { opt_fields: "text" } }, write, around),
  status_update: (asana, write, around) =>
    findText(
      asana,
      { path: "/status_updates", parameters: { parent: write.parent_gid!, opt_fields: "title,text" } },
      write,
      around,
    ),
};

const textSchema = z.object({ gid: z.string(), text: z.string().nullish() });

/** A comment or a status update carries no key; its text and the ledger tell it. */
async function findText(
  asana: AsanaWriter,
  listing: { path: string; parameters: Record<string, string> },
  write: LostWrite,
  around: Surroundings,
): Promise<Found | undefined> {
  const rows = (await readAll(asana, listing.path, listing.parameters)).map((row) => textSchema.parse(row));
  const { text, html_text } = write.new_value;
  const wanted = flat(String(text ?? plainText(String(html_text ?? ""))));
  const isIt = (found: string) => (text ? found === wanted : found.includes(wanted));
  return rows.findLast((row) => !around.known.has(row.gid) && isIt(flat(row.text ?? "")));
}

const flat = (text: string): string => text.replaceAll(/\s+/g, " ").trim();

/** The values of a change that are there now; what a person has changed since does not count as ours. */
async function findChanged(asana: AsanaWriter, write: LostWrite, around: Surroundings): Promise<Found | undefined> {
  const gid = write.object_gid!;
  const present = await readPresent(asana, write.object_type, { gid, workspace_gid: around.workspace_gid });
  if (!present) return undefined;
  const left = Object.entries(write.new_value).filter(([name, value]) =>
    isSame(present(name, around.field_gid(name)), typeof value === "string" ? value.trim() : value),
  );
  return left.length > 0 ? { gid, new_value: Object.fromEntries(left) } : undefined;
}

/** Reads the values that an object of a kind has now; undefined where it is gone. */
export async function readPresent(
  asana: AsanaWriter,
  objectType: string,
  { gid, workspace_gid }: { readonly gid: string; readonly workspace_gid: string },
) {
  if (objectType === "user_values") {
    const values = await readUserValues(asana, workspace_gid, gid);
    return values && presentValues(values, { name: "", notes: "" });
  }
  const read =
    objectType === "portfolio_values" ? readPortfolio : objectType.startsWith("project") ? readProject : readTask;
  const object = await read(asana, gid);
  return object && presentValues(object.values, object);
}

interface Properties {
  readonly name: string;
  readonly notes: string;
  readonly is_completed?: boolean;
  readonly approval_status?: string | null;
  readonly assignee_gid?: string | null;
  readonly due_on?: string | null;
}

/** The value of a property or field of an object by its name in a change. */
export function presentValues(values: ReadonlyMap<string, Value>, object: Properties) {
  const properties: Record<string, Value | undefined> = {
    name: object.name.trim(),
    notes: object.notes.trim(),
    completed: object.is_completed,
    approval_status: object.approval_status,
    assignee: object.assignee_gid,
    due_on: object.due_on,
  };
  return (name: string, fieldGid: string | undefined): Value =>
    fieldGid ? (values.get(fieldGid) ?? null) : (properties[name] ?? null);
}

import type { Action, Change, Conflict } from "./action.ts";
import { ownFields } from "./fields.ts";
import { presentValues } from "./find-outcome.ts";
import { takesBack, type Write } from "./ledger.ts";
import { isSame } from "./plans/values.ts";
import { readAll, readOwnProject, readPortfolio, readProject, readSubtasks, readTask } from "./read-asana.ts";
import type { TaskNow } from "./state.ts";
import { stays, trimmed, type UndoDesk, type UndoStep } from "./undo-desk.ts";

/** Removes what a write made where nobody has used it, or says why it stays. */
export async function removeMade(
  desk: UndoDesk,
  write: Write,
  before: readonly Action[],
): Promise<UndoStep | undefined> {
  switch (write.object_type) {
    case "task":
    case "subtask":
      return removeTask(desk, write);
    case "project":
      return removeProject(desk, write, before);
    case "section":
      return removeSection(desk, write, before);
    case "custom_field_setting":
      return removeSetting(desk, write, before);
    case "comment":
    case "status_update":
      return remove(
        write,
        write.object_type === "comment" ? "comment" : "status update, whose notification has gone out",
      );
    case "custom_field":
      return stays(
        write,
        "a field is not deleted, since people may have typed into it; delete it in Asana if you like",
      );
    default:
      return stays(write, "people who were let into the project stay members");
  }
}

async function removeTask(desk: UndoDesk, write: Write): Promise<Action | Conflict> {
  const task = await readTask(desk.asana, write.object_gid!);
  if (!task) return stays(write, "it is gone already");
  const touched = await touchOf(desk, task, write);
  return touched ? stays(write, `${touched}; kept`) : remove(write, task.name);
}

/** Properties of a new task that are not read back. */
const unread: ReadonlySet<string> = new Set(["resource_subtype", "followers"]);

/** How people have used a task since it was made; undefined where nobody has. */
async function touchOf(desk: UndoDesk, task: TaskNow, write: Write): Promise<string | undefined> {
  const present = presentValues(task.values, task);
  const last = desk.known.written.get(write.key);
  const differs = Object.entries(write.new_value).find(
    ([name, value]) =>
      !unread.has(name) && !isSame(present(name, desk.around.field_gid(name)), trimmed(last?.get(name) ?? value)),
  );
  if (differs) return `a person changed its ${differs[0]}`;
  if (task.is_completed) return "it was completed";
  if (task.due_on !== null && write.new_value.due_on === undefined) return "a person gave it a due date";
  if (hasForeignValue(desk, task, write)) return "a person filled its fields";
  const subtasks = await readSubtasks(desk.asana, task.gid);
  if (subtasks.some(({ gid }) => !desk.around.known.has(gid))) return "people have put subtasks into it";
  const stories = await readAll(desk.asana, `/tasks/${task.gid}/stories`, { opt_fields: "type" });
  const comment = stories.find(({ gid, type }) => type === "comment" && !desk.around.known.has(String(gid)));
  return comment ? "people have commented on it" : undefined;
}

/** Whether a field of the task holds what Plimsoll did not write there. */
function hasForeignValue({ around, known }: UndoDesk, task: TaskNow, write: Write): boolean {
  const ours = known.written.get(`values:${write.key}`);
  return [...task.values].some(([gid, value]) => {
    const own = ownFields.find(({ key }) => around.field_gid(key) === gid);
    return value !== null && !isSame(value, (own && ours?.get(own.key)) ?? null);
  });
}

/** A project goes when nothing is left in it but what goes anyway. */
async function removeProject(desk: UndoDesk, write: Write, before: readonly Action[]): Promise<Action | Conflict> {
  const project = await readProject(desk.asana, write.object_gid!);
  if (!project) return stays(write, "it is gone already");
  const isRenamed = !isSame(project.name.trim(), trimmed(write.new_value.name ?? null));
  if (isRenamed) return stays(write, "a person gave it another name; kept");
  const left = (await readOwnProject(desk.asana, project.gid)).tasks.filter((task) => !goes(task.gid, before));
  return left.length > 0
    ? stays(write, `${left.length} tasks in it stay, and so does the project`)
    : remove(write, project.name);
}

async function removeSection(
  desk: UndoDesk,
  write: Write,
  before: readonly Action[],
): Promise<Action | Conflict | undefined> {
  const project = await readProject(desk.asana, write.parent_gid!);
  if (!project) return undefined;
  const { tasks } = await readOwnProject(desk.asana, project.gid);
  const left = tasks.filter((task) => task.section_gid === write.object_gid && !goes(task.gid, before));
  return left.length > 0
    ? stays(write, `${left.length} tasks in it stay`)
    : remove(write, String(write.new_value.name));
}

const goes = (gid: string, actions: readonly Action[]): boolean =>
  actions.some(({ action, target }) => action === "remove" && target && "gid" in target && target.gid === gid);

/** A field comes off a project when no value is left in it but what goes anyway. */
async function removeSetting(desk: UndoDesk, write: Write, before: readonly Action[]): Promise<Action | Conflict> {
  const isPortfolio = write.key.startsWith("setting:portfolio-");
  const project = await (isPortfolio ? readPortfolio : readProject)(desk.asana, write.parent_gid!);
  const fieldGid = write.object_gid!;
  if (!project?.fields.has(fieldGid)) return stays(write, "it is gone already");
  const present = project.values.get(fieldGid) ?? null;
  const emptied = before.some(
    ({ target, values }) =>
      target &&
      "gid" in target &&
      target.gid === project.gid &&
      values.some(({ field, new: value }) => isField(field, fieldGid) && value === null),
  );
  if (present !== null && !emptied) return stays(write, "the field holds a value that stays");
  if (!isPortfolio && (await isFilledOnTasks(desk, { projectGid: project.gid, fieldGid }, before)))
    return stays(write, "tasks of the project hold values in it that stay");
  const name = desk.fields.find(({ gid }) => gid === fieldGid)?.name ?? fieldGid;
  return {
    ...remove(write, `field "${name}" on this project`),
    parent: { gid: project.gid },
    project: { gid: project.gid, name: project.name },
  };
}

/** Whether a task of the project holds a value in the field that this undo does not empty: a person's, or another run's. */
async function isFilledOnTasks(
  desk: UndoDesk,
  { projectGid, fieldGid }: { projectGid: string; fieldGid: string },
  before: readonly Action[],
): Promise<boolean> {
  const emptied = new Set(
    before.flatMap(({ target, values }) =>
      target && "gid" in target && values.some(({ field, new: value }) => isField(field, fieldGid) && value === null)
        ? [target.gid]
        : [],
    ),
  );
  if (!desk.contents.has(projectGid)) desk.contents.set(projectGid, readOwnProject(desk.asana, projectGid));
  const { tasks } = await desk.contents.get(projectGid)!;
  return tasks.some(
    (task) => (task.values.get(fieldGid) ?? null) !== null && !emptied.has(task.gid) && !goes(task.gid, before),
  );
}

const isField = (field: Change["field"], gid: string): boolean =>
  field !== undefined && "gid" in field && field.gid === gid;

const remove = (write: Write, label: string): Action => ({
  key: write.key,
  action: "remove",
  object_type: write.object_type,
  plan: "undo",
  label,
  target: { gid: write.object_gid! },
  parent: write.parent_gid ? { gid: write.parent_gid } : null,
  values: [],
  why: `${takesBack}${write.run_id}.`,
  project: null,
  undoes: write.write_id,
});

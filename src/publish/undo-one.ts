import type { Action, Change, Conflict, Value } from "./action.ts";
import { estimateName, ownFields } from "./fields.ts";
import { presentValues, type Surroundings } from "./find-outcome.ts";
import type { Write } from "./ledger.ts";
import { isSame } from "./plans/values.ts";
import {
  type AsanaWriter,
  readAll,
  readOwnProject,
  readPortfolio,
  readProject,
  readSubtasks,
  readTask,
  readUserValues,
} from "./read-asana.ts";
import type { FieldNow, LedgerNow, OwnProjectNow, TaskNow } from "./state.ts";

/** What taking a run back looks at. */
export interface UndoDesk {
  readonly asana: AsanaWriter;
  readonly fields: readonly FieldNow[];
  readonly around: Surroundings;
  /** What Plimsoll wrote last, since a later run of its own is not a person, and what people were seen to have typed. */
  readonly known: LedgerNow;
  /** Projects read whole, each once. */
  readonly contents: Map<string, Promise<OwnProjectNow>>;
}

type Step = Action | Conflict;

/** The step back from a write, and why what is left of it cannot be taken back; nothing where nothing is left to do. */
export async function undoOne(desk: UndoDesk, write: Write, before: readonly Action[]): Promise<readonly Step[]> {
  if (write.action === "change" || write.action === "close") return restore(desk, write);
  const step = await removeMade(desk, write, before);
  return step ? [step] : [];
}

async function removeMade(desk: UndoDesk, write: Write, before: readonly Action[]): Promise<Step | undefined> {
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

async function restore(desk: UndoDesk, write: Write): Promise<readonly Step[]> {
  const gid = write.object_gid!;
  const isProject = write.object_type === "project_values";
  const object = isProject ? await readProject(desk.asana, gid) : await otherObject(desk, write);
  if (!object) return [stays(write, "it is gone, or out of this token's sight")];
  const present = presentValues(object.values, object);
  const names = Object.keys(write.new_value).filter((name) => !isSame(valueNow(name), write.old_value[name] ?? null));
  const untouched = names.filter(
    (name) => hasPlace(desk, name) && !isHeld(name) && isSame(valueNow(name), trimmed(write.new_value[name]!)),
  );
  const label = isProject ? "project summary" : object.name;
  const back: Action = {
    key: write.key,
    action: "change",
    object_type: write.object_type,
    plan: "undo",
    label,
    target: { gid },
    parent: null,
    values: untouched.map((name) => changeBack(desk, name, valueNow(name), write.old_value[name] ?? null)),
    why: `Takes back run ${write.run_id}.`,
    project: isProject ? { gid, name: object.name } : null,
    undoes: write.write_id,
  };
  const kept = names.filter((name) => !untouched.includes(name)).map((name) => keeps(name));
  return [...(untouched.length > 0 ? [back] : []), ...kept];

  /** What stays of a value, and whose it is. */
  function keeps(name: string): Conflict {
    const value = valueNow(name);
    if (!hasPlace(desk, name)) {
      const reason = "the field is gone, or out of this token's sight";
      return {
        key: `${write.key}:${name}`,
        label: `${label}, ${labelOfValue(desk, name)}`,
        reason,
        project: back.project,
      };
    }
    const isOurs = !isHeld(name) && isSame(value, trimmed(desk.known.written.get(write.key)?.get(name) ?? null));
    const reason = isOurs ? "was written again by a later run; kept" : "was changed since by a person; kept";
    return {
      key: `${write.key}:${name}`,
      label: `${label}, ${labelOfValue(desk, name)}`,
      reason,
      project: back.project,
      ...(isOurs || !ownFields.some(({ key }) => key === name) ? {} : { held: { key: write.key, name, value } }),
    };
  }

  /** A person was seen to have typed it, whatever it looks like; or typed an older value of ours again over a later one. */
  function isHeld(name: string): boolean {
    const last = desk.known.written.get(write.key)?.get(name);
    if (last !== undefined && !isSame(valueNow(name), trimmed(last))) return true;
    const seen = desk.known.held.get(write.key)?.get(name);
    return seen !== undefined && (seen.state !== "handed_back" || !isSame(valueNow(name), seen.value));
  }

  function valueNow(name: string): Value {
    return present(name, desk.around.field_gid(name));
  }
}

/** Whether there is anywhere to put a value back: properties are always there, a field of ours may be gone. */
const hasPlace = ({ fields, around }: UndoDesk, name: string): boolean =>
  !ownFields.some(({ key }) => key === name) || fields.some(({ gid }) => gid === around.field_gid(name));

const labelOfValue = (desk: UndoDesk, name: string): string =>
  desk.fields.find(({ gid }) => gid === desk.around.field_gid(name))?.name ?? name.replaceAll("_", " ");

/** What else holds values: a task, a portfolio, a person. */
async function otherObject({ asana, around }: UndoDesk, { object_type, object_gid }: Write) {
  if (object_type === "portfolio_values") return readPortfolio(asana, object_gid!);
  if (object_type !== "user_values") return readTask(asana, object_gid!);
  const values = await readUserValues(asana, around.workspace_gid, object_gid!);
  return values && { name: "fields of a person", notes: "", values };
}

const trimmed = (value: Value): Value => (typeof value === "string" ? value.trim() : value);

function changeBack(desk: UndoDesk, name: string, now: Value, before: Value): Change {
  if (name.startsWith(estimateName)) {
    const gid = name.slice(estimateName.length);
    return { name, label: "estimate", field: { gid }, type: "number", old: now, new: before };
  }
  const own = ownFields.find(({ key }) => key === name);
  if (!own) return { name, label: name, old: now, new: before };
  const field = desk.fields.find(({ gid }) => gid === desk.around.field_gid(name))!;
  const option = field.options.find((candidate) => candidate.name === before);
  return {
    name,
    label: field.name,
    field: { gid: field.gid },
    type: own.type,
    option_gid: option?.gid,
    old: now,
    new: before,
  };
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
  why: `Takes back run ${write.run_id}.`,
  project: null,
  undoes: write.write_id,
});

const stays = (write: Write, reason: string): Conflict => ({
  key: write.key,
  label: labelOf(write),
  reason,
  project: null,
});

const labelOf = (write: Write): string =>
  `${write.object_type.replaceAll("_", " ")} ${write.new_value.name ?? write.key}`;

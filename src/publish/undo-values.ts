import type { Action, Change, Conflict, Value } from "./action.ts";
import { estimateName, ownFields } from "./fields.ts";
import { presentValues } from "./find-outcome.ts";
import { takesBack, type Write } from "./ledger.ts";
import { isSame } from "./plans/values.ts";
import { readPortfolio, readProject, readTask, readUserValues } from "./read-asana.ts";
import { stays, trimmed, type UndoDesk, type UndoStep } from "./undo-desk.ts";

/** Earlier values where nobody has touched them since, in one step; and why the rest stays. */
export async function restore(desk: UndoDesk, write: Write): Promise<readonly UndoStep[]> {
  const gid = write.object_gid!;
  const isProject = write.object_type === "project_values";
  const object = isProject ? await readProject(desk.asana, gid) : await otherObject(desk, write);
  if (!object) return [stays(write, "it is gone, or out of this token's sight")];
  const present = presentValues(object.values, object);
  const names = Object.keys(write.new_value).filter((name) => !isSame(valueNow(name), write.old_value[name] ?? null));
  const untouched = names.filter(
    (name) =>
      desk.standing.get(write.key)?.get(name) === write.write_id &&
      hasPlace(desk, name) &&
      !isHeld(name) &&
      isSame(valueNow(name), trimmed(write.new_value[name]!)),
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
    why: `${takesBack}${write.run_id}.`,
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

import { addStory, complete, fieldsOf, reopen, touch } from "../../world/tasks.ts";
import type { CustomField, EnumOption, FieldValue, Person, Task } from "../../world/types.ts";
import type { Call } from "../call.ts";
import { badRequest, notInPlan, texts } from "../errors.ts";
import { findPerson } from "../find.ts";
import { needFeature } from "../plans.ts";
import { displayValue } from "../views/people.ts";
import { dayOf, flagOf, instantOf, textOf, wordOf } from "./properties.ts";
import { checkRichText, plainText } from "./rich-text.ts";
import { type ValueChange, writeValues } from "./values.ts";

const APPROVALS = ["pending", "approved", "rejected", "changes_requested"];

/** Writes what creation and change of a task have in common. Everything is checked before anything is written. @throws 400 */
export function writeTask(call: Call, task: Task): void {
  const { data } = call;
  const change = {
    name: textOf(data, "name"),
    notes: notesOf(call),
    dates: datesOf(call, task),
    assignee: assigneeOf(call),
    completed: flagOf(data, "completed"),
    approval: wordOf(data, "approval_status", APPROVALS),
    kind: wordOf(data, "resource_subtype", ["default_task", "milestone", "approval", "custom"]),
  };
  checkApproval(call, change.kind ?? task.kind, change.approval);
  for (const valueChange of writeValues(call, { values: task.values, fields: fieldsOf(task) }))
    tellValue(call, task, valueChange);
  if (change.name !== undefined && change.name !== task.name) {
    tell(call, task, "name_changed", { old_name: task.name, new_name: change.name });
    task.name = change.name;
  }
  if (change.notes) Object.assign(task, change.notes);
  if (change.kind) task.kind = change.kind as Task["kind"];
  if (change.dates) writeDates(call, task, change.dates);
  if (change.assignee !== undefined) assign(call, task, change.assignee);
  decide(call, task, change);
  touch(call.world, task, call.actor.at);
}

function notesOf({ data }: Call): Pick<Task, "notes" | "htmlNotes"> | undefined {
  const notes = textOf(data, "notes");
  const html = textOf(data, "html_notes");
  if (html === undefined) return notes === undefined ? undefined : { notes, htmlNotes: null };
  checkRichText("html_notes", html, "notes");
  return { notes: plainText(html), htmlNotes: html };
}

type Dates = Pick<Task, "dueOn" | "dueAt" | "startOn">;

function datesOf({ data }: Call, task: Task): Dates | undefined {
  if (data.due_on != null && data.due_at != null) throw badRequest(texts.bothDues);
  const dueOn = dayOf(data, "due_on");
  const dueAt = instantOf(data, "due_at");
  const startOn = dayOf(data, "start_on") ?? (instantOf(data, "start_at")?.slice(0, 10) as string | undefined);
  const touchesStart = "start_on" in data || "start_at" in data;
  if (touchesStart && dueOn === undefined && dueAt === undefined) {
    throw badRequest("start_on: You must also provide due_on or due_at when setting start_on");
  }
  if (dueOn === undefined && dueAt === undefined) return undefined;
  const due = dueAt ? dueAt.slice(0, 10) : (dueOn ?? null);
  const start = touchesStart ? (startOn ?? null) : due === null ? null : task.startOn;
  if (start !== null && due === null) throw badRequest("start_on: You must also provide due_on or due_at");
  if (start !== null && due !== null && start > due)
    throw badRequest("start_on: The start date must be before the due date");
  if (start !== null && task.kind === "milestone") throw badRequest("start_on: A milestone has no start date");
  return { dueOn: due, dueAt: dueAt ?? null, startOn: start };
}

function writeDates(call: Call, task: Task, dates: Dates): void {
  const isSame = dates.dueOn === task.dueOn && dates.startOn === task.startOn && dates.dueAt === task.dueAt;
  if (isSame) return;
  const shown = ({ startOn, dueOn, dueAt }: Dates) => ({ start_on: startOn, due_on: dueOn, due_at: dueAt });
  tell(call, task, "due_date_changed", { old_dates: shown(task), new_dates: shown(dates) });
  Object.assign(task, dates);
}

function assigneeOf({ data, world }: Call): Task["assignee"] | undefined {
  if (data.assignee === undefined || data.assignee === null) return data.assignee as null | undefined;
  const person = typeof data.assignee === "string" ? findPerson(world, data.assignee) : undefined;
  if (!person) throw badRequest(`assignee: Not a user in Organization: ${String(data.assignee)}`);
  return person;
}

function assign(call: Call, task: Task, person: Task["assignee"]): void {
  if (person === task.assignee) return;
  task.assignee = person;
  task.assignedBy = person ? call.actor.by : null;
  if (person && !task.followers.includes(person)) task.followers.push(person);
  const assignee = person && personShown(person);
  tell(call, task, person ? "assigned" : "unassigned", { assignee });
}

function checkApproval(call: Call, kind: string, approval: string | undefined): void {
  if (kind === "approval") {
    needFeature(call.abilities.plan, "approvals");
    if (!call.abilities.approvals) throw notInPlan("Approvals");
  } else if (approval !== undefined) throw badRequest("approval_status: Only approvals have an approval status");
}

/** An approval and its completion follow one another; approving is completing. */
function decide(
  call: Call,
  task: Task,
  change: { completed?: boolean | undefined; approval?: string | undefined },
): void {
  if (task.kind === "approval") task.approvalStatus ??= "pending";
  if (change.approval !== undefined) {
    const old = task.approvalStatus;
    task.approvalStatus = change.approval;
    tell(call, task, "approval_status_changed", { old_approval_status: old, new_approval_status: change.approval });
  } else if (change.completed !== undefined && task.kind === "approval") {
    task.approvalStatus = change.completed ? "approved" : "pending";
  }
  const isDone = change.approval !== undefined ? change.approval !== "pending" : change.completed;
  if (isDone === true && task.completedAt === null) complete(call.world, call.actor, task);
  if (isDone === false && task.completedAt !== null) reopen(call.world, call.actor, task);
}

function tellValue(call: Call, task: Task, { field, from, to }: ValueChange): void {
  const custom_field = { gid: field.gid, resource_type: "custom_field", name: field.name };
  const names = STORY_VALUES[field.type];
  const shown = (value: FieldValue | null) => (value === null ? null : valueShown(field, value));
  const change = { custom_field, ...(names && { [names[0]]: shown(from), [names[1]]: shown(to) }) };
  const text = `changed ${field.name} from ${displayValue(from, field)} to ${displayValue(to, field)}`;
  addStory(call.world, call.actor, task, { subtype: storyOf(field), text, change });
}

const storyOf = (field: CustomField): string => `${field.type}_custom_field_changed`;

/** What a story calls the values before and after. */
const STORY_VALUES: Readonly<Partial<Record<CustomField["type"], readonly [before: string, after: string]>>> = {
  number: ["old_number_value", "new_number_value"],
  text: ["old_text_value", "new_text_value"],
  enum: ["old_enum_value", "new_enum_value"],
  multi_enum: ["old_multi_enum_values", "new_multi_enum_values"],
  date: ["old_date_value", "new_date_value"],
  people: ["old_people_value", "new_people_value"],
};

function valueShown({ type }: CustomField, value: FieldValue): unknown {
  if (type === "enum") return optionShown(value as EnumOption);
  if (type === "multi_enum") return (value as readonly EnumOption[]).map(optionShown);
  if (type === "people") return (value as readonly Person[]).map(personShown);
  if (type !== "date") return value;
  const { date, dateTime } = value as { readonly date: string; readonly dateTime: string | null };
  return { start_on: null, due_on: date, due_at: dateTime };
}

const optionShown = ({ gid, name, isEnabled, color }: EnumOption) => ({
  gid,
  resource_type: "enum_option",
  name,
  enabled: isEnabled,
  color,
});

const personShown = ({ gid, name }: Person) => ({ gid, resource_type: "user", name });

function tell(call: Call, task: Task, subtype: string, change: Record<string, unknown>): void {
  addStory(call.world, call.actor, task, { subtype, text: subtype.replaceAll("_", " "), change });
}

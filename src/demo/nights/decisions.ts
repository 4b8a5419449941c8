import { addWorkdays, dayNumber, dayText, instant } from "../days.ts";
import { addStory, deleteTask, placeTask, touch } from "../world/tasks.ts";
import type { CustomField, Person, Task } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { Day } from "./day.ts";

/** Share of open tasks that somebody edits on a day. */
const EDITED = 0.03;

/** People put off dates, hand work over, think again about estimates, move cards, comment, and delete a few tasks. */
export function meddle(world: World, { day, dice }: Day): { edited: number; deleted: number } {
  const open = [...world.tasks.values()].filter((task) => task.completedAt === null && isOfPeople(world, task));
  const people = [...world.people.values()].filter((person) => person.isActive);
  const edited = Math.ceil(open.length * EDITED);
  for (let each = 0; each < edited && open.length > 0; each++) {
    const task = dice.pick(open);
    const edit = dice.pick(EDITS);
    edit(world, task, { at: instant(day, 600 + (each % 420)), by: task.assignee ?? dice.pick(people), dice, people });
  }
  const doomed = open.filter((task) => task.entries.length === 0 && task.subtasks.length === 0);
  const deleted = doomed.length > 0 && dice.chance(0.6) ? 1 : 0;
  if (deleted === 1) deleteTask(world, dice.pick(doomed));
  return { edited: open.length === 0 ? 0 : edited, deleted };
}

interface Editing {
  readonly at: string;
  readonly by: Person;
  readonly dice: Day["dice"];
  readonly people: readonly Person[];
}

const EDITS: readonly ((world: World, task: Task, editing: Editing) => void)[] = [
  function putOff(world, task, { at, by, dice }) {
    if (!task.dueOn) return;
    const old = { start_on: task.startOn, due_on: task.dueOn, due_at: null };
    task.dueOn = dayText(addWorkdays(dayNumber(task.dueOn), dice.whole(1, 8)));
    task.dueAt = null;
    const change = { old_dates: old, new_dates: { ...old, due_on: task.dueOn } };
    addStory(world, { at, by }, task, { subtype: "due_date_changed", text: "changed the due date", change });
    touch(world, task, at);
  },
  function handOver(world, task, { at, by, dice, people }) {
    const to = dice.pick(people);
    task.assignee = to;
    task.assignedBy = by;
    const assignee = { gid: to.gid, resource_type: "user", name: to.name };
    addStory(world, { at, by }, task, { subtype: "assigned", text: `assigned to ${to.name}`, change: { assignee } });
    touch(world, task, at);
  },
  function estimateAgain(world, task, { at, by, dice }) {
    const found = [...task.values].find(([field]) => field.name === "Estimated Hours");
    if (!found) return;
    const hours = Math.max(0.5, Math.round(Number(found[1]) * (0.7 + dice.next()) * 2) / 2);
    task.values.set(found[0], hours);
    const change = {
      custom_field: { gid: found[0].gid, resource_type: "custom_field", name: found[0].name },
      old_number_value: Number(found[1]),
      new_number_value: hours,
    };
    addStory(world, { at, by }, task, { subtype: "number_custom_field_changed", text: "changed the estimate", change });
    touch(world, task, at);
  },
  function moveCard(world, task, { dice }) {
    const place = task.places[0];
    if (place) placeTask(world, task, dice.pick(place.project.sections.slice(0, 3)));
  },
  function comment(world, task, { at, by }) {
    addStory(world, { at, by }, task, { type: "comment", subtype: "comment_added", text: "Any news on this?" });
    touch(world, task, at);
  },
];

/** Approvals that wait for somebody: most are decided within a few days, and not all are approved. */
export function decideApprovals(
  world: World,
  { day, dice }: Day,
): { approved: number; rejected: number; changesRequested: number } {
  const sum = { approved: 0, rejected: 0, changesRequested: 0 };
  for (const task of world.tasks.values()) {
    if (task.kind !== "approval" || task.approvalStatus !== "pending" || !task.assignee || !dice.chance(0.5)) continue;
    const draw = dice.next();
    const status = draw < 0.65 ? "approved" : draw < 0.9 ? "rejected" : "changes_requested";
    decide(world, task, { status, at: instant(day, 11 * 60 + dice.whole(0, 300)) });
    sum[status === "changes_requested" ? "changesRequested" : status] += 1;
  }
  return sum;
}

export function decide(world: World, task: Task, { status, at }: { status: string; at: string }): void {
  const by = task.assignee;
  const change = { old_approval_status: task.approvalStatus, new_approval_status: status };
  task.approvalStatus = status;
  task.completedAt = at;
  task.completedBy = by;
  addStory(world, { at, by }, task, { subtype: "approval_status_changed", text: status.replace("_", " "), change });
  touch(world, task, at);
}

/** Somebody who knows better writes over a number that Plimsoll wrote; answers how often. */
export function overrideForecasts(world: World, { day, dice }: Day): number {
  const added = addedFields(world).filter((field) => field.type === "number");
  if (added.length === 0) return 0;
  const written = [...world.tasks.values()].filter((task) => added.some((field) => task.values.has(field)));
  let overridden = 0;
  for (const task of written) {
    if (overridden >= 2 || !dice.chance(0.01)) continue;
    const field = added.find((one) => task.values.has(one))!;
    task.values.set(field, Math.round(Number(task.values.get(field)) * (1.2 + dice.next()) * 2) / 2);
    const by = task.assignee ?? task.createdBy;
    const at = instant(day, 15 * 60 + overridden);
    addStory(world, { at, by }, task, { subtype: "number_custom_field_changed", text: `changed ${field.name}` });
    touch(world, task, at);
    overridden += 1;
  }
  return overridden;
}

/** Fields that came after the company was made: gids grow with time, and its people came after its own fields. */
function addedFields(world: World): CustomField[] {
  const [first] = world.people.keys();
  return [...world.fields.values()].filter((field) => Number(field.gid) > Number(first));
}

/** Tasks that somebody planned as work, as against those that a program made: they have an estimate or subtasks. */
const isOfPeople = (world: World, task: Task): boolean =>
  task.assignee !== null &&
  task.createdBy !== null &&
  (task.createdBy !== world.me || [...task.values.keys()].some((field) => field.name === "Estimated Hours"));

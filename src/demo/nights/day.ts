import { addWorkdays, dayText, instant } from "../days.ts";
import { hash, type Random, random } from "../random.ts";
import { addTask, complete, logTime, placeTask, touch } from "../world/tasks.ts";
import type { CustomField, Person, Task } from "../world/types.ts";
import type { World } from "../world/world.ts";

export interface Day {
  readonly day: number;
  readonly dice: Random;
}

/** The fields that guide work, found by name; a workspace from a file has them too. */
function fieldNamed(world: World, name: string): CustomField | undefined {
  return [...world.fields.values()].find((field) => field.name === name);
}

/** Everyone who is there works on what is due first; whoever runs out of work gets some. */
export function workToday(world: World, day: Day): { created: number; completed: number; entries: number } {
  const estimate = fieldNamed(world, "Estimated Hours");
  if (!estimate) return { created: 0, completed: 0, entries: 0 };
  const open = openWork(world, estimate);
  const sum = { created: 0, completed: 0, entries: 0 };
  for (const [person, tasks] of open) {
    if (isAway(world, person, dayText(day.day))) continue;
    const done = workOf(world, { ...day, person, tasks, estimate });
    sum.completed += done.completed;
    sum.entries += done.entries;
    for (let each = 0; each < done.completed; each++) {
      if (!day.dice.chance(0.95)) continue;
      startTask(world, { ...day, person, like: day.dice.pick(tasks), estimate });
      sum.created += 1;
    }
  }
  return sum;
}

/** Open tasks with an estimate by person, first those that are due first. */
function openWork(world: World, estimate: CustomField): Map<Person, Task[]> {
  const open = new Map<Person, Task[]>();
  for (const task of world.tasks.values()) {
    if (task.completedAt !== null || !task.assignee?.isActive || !task.values.has(estimate)) continue;
    const own = open.get(task.assignee);
    if (own) own.push(task);
    else open.set(task.assignee, [task]);
  }
  for (const tasks of open.values()) tasks.sort((a, b) => (a.dueOn ?? "9").localeCompare(b.dueOn ?? "9"));
  return open;
}

function isAway(world: World, person: Person, day: string): boolean {
  return [...world.absences.values()].some((one) => one.person === person && one.startOn <= day && day <= one.endOn);
}

interface Work extends Day {
  readonly person: Person;
  readonly tasks: readonly Task[];
  readonly estimate: CustomField;
}

function workOf(world: World, { day, dice, person, tasks, estimate }: Work): { completed: number; entries: number } {
  const actual = fieldNamed(world, "Actual Hours");
  const sum = { completed: 0, entries: 0 };
  let left = Math.round((hoursADay(world, person) * 60 * (0.7 + 0.3 * dice.next())) / 15) * 15;
  let clock = 9 * 60;
  for (const task of tasks.slice(0, 4)) {
    if (left < 15) break;
    const keepsField = actual !== undefined && task.places[0]?.project.settings.some((one) => one.field === actual);
    const spent = keepsField ? Number(task.values.get(actual) ?? 0) * 60 : task.loggedMinutes;
    const needed = Math.max(
      15,
      Math.round((Number(task.values.get(estimate)) * 60 * factorOf(task)) / 15) * 15 - spent,
    );
    const minutes = Math.min(left, needed, 15 * dice.whole(3, 14));
    left -= minutes;
    clock += minutes;
    if (keepsField) {
      task.values.set(actual, (spent + minutes) / 60);
      touch(world, task, instant(day, clock));
    } else {
      const createdAt = Date.parse(instant(day, clock));
      logTime(world, { task, person, minutes, enteredOn: dayText(day), createdAt, billable: "billable" });
      sum.entries += 1;
    }
    if (minutes < needed) continue;
    complete(world, { by: person, at: instant(day, clock + 1) }, task);
    for (const { project } of task.places) placeTask(world, task, project.sections.at(-1)!);
    sum.completed += 1;
  }
  return sum;
}

/** How long work really takes around its estimate: its own for each task, the same on every day. */
const factorOf = (task: Task): number => random(hash(task.gid)).lognormal(0.36);

function hoursADay(world: World, person: Person): number {
  const capacity = fieldNamed(world, "Weekly Capacity");
  return Number((capacity && person.values.get(capacity)) ?? 40) / 5;
}

/** New work of the kind that the person has had. */
function startTask(
  world: World,
  { day, dice, person, like, estimate }: Day & { person: Person; like: Task; estimate: CustomField },
) {
  const due = addWorkdays(day, dice.whole(8, 25));
  const hours = Math.max(0.5, Math.round(Number(like.values.get(estimate)) * dice.lognormal(0.4) * 2) / 2);
  // What was logged belongs to the other task, and so does what Plimsoll wrote.
  const isTheirs = ({ name, description }: CustomField) => name === "Actual Hours" || /plimsoll:/.test(description);
  const values: Task["values"] = new Map([...like.values].filter(([field]) => !isTheirs(field)));
  values.set(estimate, hours);
  const by = like.createdBy ?? person;
  const task = addTask(
    world,
    { by, at: instant(day, 9 * 60 + dice.whole(0, 400)) },
    { name: like.name, assignee: person, dueOn: dayText(due), startOn: dayText(due - 5), values, tags: [...like.tags] },
  );
  const project = like.places[0]?.project;
  if (project?.sections[0]) placeTask(world, task, project.sections[0]);
  else if (like.parent) like.parent.places[0] && placeTask(world, task, like.parent.places[0].section);
}

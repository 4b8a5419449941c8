import type { CustomField, Entry, FieldValue, Person, Project, Section, Story, Task, TaskPlace } from "./types.ts";
import type { World } from "./world.ts";

/** Who does something, and when (ISO instant). */
export interface Actor {
  readonly by: Person | null;
  readonly at: string;
}

export type NewTask = Pick<Task, "name"> & Partial<Omit<Task, "gid" | "name" | "subtasks" | "places">>;

/** Adds a task without a place; give it a parent, or call `placeTask`. */
export function addTask(world: World, actor: Actor, given: NewTask): Task {
  const task: Task = {
    workspace: world.workspace,
    gid: world.gid(),
    name: given.name,
    notes: given.notes ?? "",
    htmlNotes: given.htmlNotes ?? null,
    kind: given.kind ?? "default_task",
    approvalStatus: given.approvalStatus ?? null,
    completedAt: given.completedAt ?? null,
    completedBy: given.completedBy ?? null,
    createdAt: actor.at,
    createdBy: actor.by,
    modifiedAt: given.modifiedAt ?? actor.at,
    assignee: given.assignee ?? null,
    assignedBy: given.assignee ? (given.assignedBy ?? actor.by) : null,
    dueOn: given.dueOn ?? null,
    dueAt: given.dueAt ?? null,
    startOn: given.startOn ?? null,
    parent: null,
    subtasks: [],
    places: [],
    tags: given.tags ?? [],
    dependencies: given.dependencies ?? [],
    dependents: [],
    followers: given.followers ?? [],
    values: given.values ?? new Map(),
    entries: [],
    loggedMinutes: 0,
    customType: given.customType ?? null,
    customStatus: given.customStatus ?? null,
    stories: [],
    firstEstimate: given.firstEstimate ?? null,
    attachments: [],
  };
  for (const other of task.dependencies) other.dependents.push(task);
  world.tasks.set(task.gid, task);
  if (given.parent) setParent(world, task, given.parent);
  world.version += 1;
  return task;
}

/** Puts a task into a project, or moves it to another section of a project that it is in. `modified_at` stays, as Asana's does. */
export function placeTask(world: World, task: Task, section: Section, before?: Task): void {
  const place = task.places.find((one) => one.project === section.project);
  if (place) {
    remove(place.section.tasks, task);
    place.section = section;
  } else {
    task.places.push({ project: section.project, section });
  }
  const position = before ? section.tasks.indexOf(before) : -1;
  if (position === -1) section.tasks.push(task);
  else section.tasks.splice(position, 0, task);
  world.version += 1;
}

export function removeFromProject(world: World, task: Task, project: Project): boolean {
  const place = task.places.find((one) => one.project === project);
  if (!place) return false;
  remove(place.section.tasks, task);
  remove(task.places, place);
  world.version += 1;
  return true;
}

export function setParent(world: World, task: Task, parent: Task | null): void {
  if (task.parent) remove(task.parent.subtasks, task);
  task.parent = parent;
  if (parent) parent.subtasks.push(task);
  world.version += 1;
}

export function addDependency(world: World, task: Task, on: Task): void {
  if (task.dependencies.includes(on)) return;
  task.dependencies.push(on);
  on.dependents.push(task);
  world.version += 1;
}

export function removeDependency(world: World, task: Task, on: Task): void {
  remove(task.dependencies, on);
  remove(on.dependents, task);
  world.version += 1;
}

/** Marks that a task changed in a way that moves its `modified_at`. */
export function touch(world: World, task: Task, at: string): void {
  if (at > task.modifiedAt) task.modifiedAt = at;
  world.version += 1;
}

export function complete(world: World, actor: Actor, task: Task): void {
  task.completedAt = actor.at;
  task.completedBy = actor.by;
  addStory(world, actor, task, { subtype: "marked_complete", text: `${nameOf(actor)} completed this task` });
  touch(world, task, actor.at);
}

export function reopen(world: World, actor: Actor, task: Task): void {
  task.completedAt = null;
  task.completedBy = null;
  addStory(world, actor, task, { subtype: "marked_incomplete", text: `${nameOf(actor)} marked incomplete` });
  touch(world, task, actor.at);
}

/** Sets or clears the value of a custom field. */
export function setValue(values: Map<CustomField, FieldValue>, field: CustomField, value: FieldValue | null): void {
  if (value === null) values.delete(field);
  else values.set(field, value);
}

/** Takes a task with its subtasks and time entries out of the workspace; `restoreTask` undoes it. */
export function deleteTask(world: World, task: Task): void {
  for (const subtask of task.subtasks) if (subtask.places.length === 0) deleteTask(world, subtask);
  world.tasks.delete(task.gid);
  world.trash.set(task.gid, task);
  for (const place of task.places) remove(place.section.tasks, task);
  if (task.parent) remove(task.parent.subtasks, task);
  for (const other of task.dependencies) remove(other.dependents, task);
  for (const other of task.dependents) remove(other.dependencies, task);
  for (const entry of task.entries) forgetEntry(world, entry);
  world.version += 1;
}

/** Brings a deleted task back with its parent, subtasks, dependencies, time, and its places in projects that are there. */
export function restoreTask(world: World, task: Task): void {
  if (!world.trash.delete(task.gid)) return;
  world.tasks.set(task.gid, task);
  task.places = task.places.filter(({ project }) => world.projects.has(project.gid));
  for (const place of task.places) place.section.tasks.push(task);
  if (task.parent && !task.parent.subtasks.includes(task)) task.parent.subtasks.push(task);
  for (const other of task.dependencies) other.dependents.push(task);
  for (const other of task.dependents) if (!other.dependencies.includes(task)) other.dependencies.push(task);
  for (const entry of task.entries) rememberEntry(world, entry);
  for (const subtask of world.trash.values()) if (subtask.parent === task) restoreTask(world, subtask);
  world.version += 1;
}

export type NewEntry = Pick<Entry, "task" | "person" | "enteredOn" | "minutes" | "createdAt"> &
  Partial<Pick<Entry, "category" | "project" | "billable" | "approval" | "description">>;

/** Logs time. It counts at once in the task's total; `modified_at` stays. */
export function logTime(world: World, given: NewEntry): Entry {
  const entry: Entry = {
    gid: world.gid(),
    task: given.task,
    person: given.person,
    enteredOn: given.enteredOn,
    minutes: given.minutes,
    createdAt: given.createdAt,
    category: given.category ?? null,
    project: given.project ?? given.task.places[0]?.project ?? null,
    billable: given.billable ?? "notApplicable",
    approval: given.approval ?? "DRAFT",
    description: given.description ?? "",
  };
  entry.task.entries.push(entry);
  entry.task.loggedMinutes += entry.minutes;
  rememberEntry(world, entry);
  world.version += 1;
  return entry;
}

export function changeEntry(world: World, entry: Entry, change: Partial<Omit<Entry, "gid" | "task" | "person">>): void {
  forgetEntry(world, entry);
  entry.task.loggedMinutes += (change.minutes ?? entry.minutes) - entry.minutes;
  Object.assign(entry, change);
  rememberEntry(world, entry);
  world.version += 1;
}

export function deleteEntry(world: World, entry: Entry): void {
  forgetEntry(world, entry);
  remove(entry.task.entries, entry);
  entry.task.loggedMinutes -= entry.minutes;
  world.version += 1;
}

/** Adds a line to a task's history; comments move `modified_at`, system lines accompany a change that does. */
export function addStory(
  world: World,
  actor: Actor,
  task: Task,
  given: Pick<Story, "subtype" | "text"> & Partial<Story>,
): Story {
  const story: Story = {
    gid: world.gid(),
    task,
    type: given.type ?? "system",
    subtype: given.subtype,
    createdAt: actor.at,
    createdBy: actor.by,
    text: given.text,
    htmlText: given.htmlText ?? null,
    isEdited: false,
    isPinned: given.isPinned ?? false,
    change: given.change ?? {},
  };
  task.stories.push(story);
  world.stories.set(story.gid, story);
  return story;
}

/** Custom fields that a task can hold: those of its projects, or for a subtask those of its root's. */
export function fieldsOf(task: Task): CustomField[] {
  const fields: CustomField[] = [];
  for (const { project } of placesOf(task)) {
    for (const setting of project.settings) if (!fields.includes(setting.field)) fields.push(setting.field);
  }
  return fields;
}

/** Custom fields whose values a project itself can hold: its own, those of its portfolios, and those that every project has. */
export function fieldsOfProject(project: Project): CustomField[] {
  const fields = new Set<CustomField>();
  for (const field of project.values.keys()) if (field.everywhereOn === "projects") fields.add(field);
  for (const portfolio of project.portfolios) for (const setting of portfolio.settings) fields.add(setting.field);
  for (const setting of project.settings) fields.add(setting.field);
  return [...fields];
}

function placesOf(task: Task): readonly TaskPlace[] {
  let current = task;
  while (current.places.length === 0 && current.parent) current = current.parent;
  return current.places;
}

function rememberEntry(world: World, entry: Entry): void {
  world.entries.set(entry.gid, entry);
  const day = world.entriesByDay.get(entry.enteredOn);
  if (day) day.add(entry);
  else world.entriesByDay.set(entry.enteredOn, new Set([entry]));
}

function forgetEntry(world: World, entry: Entry): void {
  world.entries.delete(entry.gid);
  world.entriesByDay.get(entry.enteredOn)?.delete(entry);
}

const nameOf = (actor: Actor): string => actor.by?.name ?? "Someone";

function remove<T>(items: T[], item: T): void {
  const index = items.indexOf(item);
  if (index !== -1) items.splice(index, 1);
}

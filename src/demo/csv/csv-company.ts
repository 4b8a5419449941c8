import { addField, addOption } from "../company/fields.ts";
import { addPerson } from "../company/people.ts";
import { addSection, attach } from "../company/projects.ts";
import { dayNumber, instant } from "../days.ts";
import { hash } from "../random.ts";
import { newProject } from "../world/new-project.ts";
import { addStory, addTask, placeTask } from "../world/tasks.ts";
import type { CustomField, Person, Project, Task, Team, Values } from "../world/types.ts";
import { createWorld, type World } from "../world/world.ts";
import type { CsvColumns } from "./columns.ts";
import { type CsvTask, readCsv } from "./read-csv.ts";

export interface CsvCompany {
  readonly world: World;
  readonly today: string;
}

interface Fields {
  readonly estimate: CustomField;
  readonly actual: CustomField;
  readonly priority: CustomField;
  readonly category: CustomField;
  readonly subcategory: CustomField;
  readonly id: CustomField;
}

/**
 * A workspace of the tasks of a CSV file. Actual hours stand in the field "Actual Hours", since the file tells no time
 * entries; tasks without completion stay open. @throws UserError
 */
export function createCsvCompany(file: string, columns?: CsvColumns): CsvCompany {
  const { tasks, today } = readCsv(file, columns);
  const world = createWorld(
    "Tasks from a CSV file",
    1 + (hash(JSON.stringify(tasks[0])) % 1_000) + (tasks.length % 50_000),
  );
  // Asana's gids grow with time, and so do those of the tasks here.
  const inTime = [...tasks].sort((a, b) => createdOn(a).localeCompare(createdOn(b)));
  const begin = `${inTime[0] ? createdOn(inTime[0]) : today}T00:00:00.000Z`;
  world.me = addPerson(world, "Demo owner", { isAdmin: true, isGuest: false, createdAt: begin });
  const team: Team = {
    workspace: world.workspace,
    gid: world.gid(),
    name: "Everyone",
    description: "All people of the file",
    members: [],
  };
  world.teams.set(team.gid, team);
  const builder: Builder = { world, team, begin, fields: addFields(world), people: new Map(), projects: new Map() };
  for (const task of inTime) build(builder, task);
  return { world, today };
}

interface Builder {
  readonly world: World;
  readonly team: Team;
  readonly begin: string;
  readonly fields: Fields;
  readonly people: Map<string, Person>;
  readonly projects: Map<string, Project>;
}

function addFields(world: World): Fields {
  const createdBy = world.me;
  return {
    estimate: addField(world, { name: "Estimated Hours", type: "number", precision: 2, createdBy }),
    actual: addField(world, { name: "Actual Hours", type: "number", precision: 2, createdBy }),
    priority: addField(world, { name: "Priority", type: "enum", createdBy }),
    category: addField(world, { name: "Work Type", type: "enum", createdBy }),
    subcategory: addField(world, { name: "Subcategory", type: "enum", createdBy }),
    id: addField(world, { name: "Task ID", type: "text", createdBy }),
  };
}

/** The earliest day that the row tells of: a few rows were finished before they were written down. */
function createdOn({ createdOn, startedOn, completedOn }: CsvTask): string {
  return [createdOn, startedOn, completedOn].filter((day) => day !== null).sort()[0] ?? "1970-01-01";
}

function build(builder: Builder, row: CsvTask): void {
  const { world } = builder;
  const created = createdOn(row);
  const assignee = row.assignee === null ? null : personNamed(builder, row.assignee);
  const requester = row.requester === null ? null : personNamed(builder, row.requester);
  const project = projectNamed(builder, row.project, created);
  const actor = { by: requester ?? assignee ?? world.me, at: instant(dayNumber(created), 9 * 60) };
  const task = addTask(world, actor, { name: row.name, assignee, values: valuesOf(builder, row) });
  placeTask(world, task, sectionNamed(builder, project, row.section ?? (row.completedOn ? "Done" : "Open")));
  if (row.startedOn) tellStart(world, task, row.startedOn);
  if (!row.completedOn) return;
  task.completedAt = instant(dayNumber(row.completedOn), 17 * 60);
  task.completedBy = assignee;
  task.modifiedAt = task.completedAt;
}

/** A start date needs a due date, which the file does not tell; so the start is told as history. */
function tellStart(world: World, task: Task, day: string): void {
  const actor = { by: task.assignee, at: instant(dayNumber(day), 10 * 60) };
  addStory(world, actor, task, { subtype: "section_changed", text: "started" });
}

function valuesOf({ world, fields }: Builder, row: CsvTask): Values {
  const values: Values = new Map();
  if (row.estimateHours !== null) values.set(fields.estimate, row.estimateHours);
  if (row.actualHours !== null) values.set(fields.actual, row.actualHours);
  if (row.id !== null) values.set(fields.id, row.id);
  for (const name of ["priority", "category", "subcategory"] as const) {
    const value = row[name];
    if (value === null) continue;
    const field = fields[name];
    const option = field.options.find((one) => one.name === value) ?? addOption(world, field, { name: value });
    values.set(field, option);
  }
  return values;
}

function personNamed({ world, team, people, begin }: Builder, name: string): Person {
  const known = people.get(name);
  if (known) return known;
  const person = addPerson(world, name, { isAdmin: false, isGuest: false, createdAt: begin });
  team.members.push({ gid: world.gid(), team, person, isAdmin: false });
  people.set(name, person);
  return person;
}

function projectNamed(builder: Builder, name: string, createdOn: string): Project {
  const { world, team, projects, fields } = builder;
  const known = projects.get(name);
  if (known) return known;
  const createdAt = instant(dayNumber(createdOn), 8 * 60);
  const project = newProject(world, { name, createdAt, owner: world.me, team });
  world.projects.set(project.gid, project);
  project.members.push({ gid: world.gid(), parent: project, member: team, memberType: "team", accessLevel: "editor" });
  for (const field of Object.values(fields)) attach(world, project, field);
  projects.set(name, project);
  return project;
}

function sectionNamed({ world }: Builder, project: Project, name: string) {
  const known = project.sections.find((section) => section.name === name);
  return known ?? addSection(world, project, { name, createdAt: project.createdAt });
}

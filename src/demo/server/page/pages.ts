import { fieldsOf, fieldsOfProject } from "../../world/tasks.ts";
import type { CustomField, Project, Story, Task, Values } from "../../world/types.ts";
import type { World } from "../../world/world.ts";
import { storiesOf } from "../stories.ts";
import { displayValue } from "../views/people.ts";
import { type Html, html } from "./html.ts";

/** Approvals, those that wait first, and projects, those changed last first. */
export function workspacePage(world: World): Html {
  const projects = [...world.projects.values()].sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  return html`<h1>${world.workspace.name}</h1>
${approvalTable(world)}
<h2>Projects</h2>
<table><tr><th>Project<th>Owner<th>Due<th>Open tasks<th>Status</tr>
${projects.map(projectRow)}</table>`;
}

function approvalTable(world: World): Html | null {
  const approvals = [...world.tasks.values()].filter(({ kind }) => kind === "approval");
  const waiting = approvals.filter(({ approvalStatus }) => approvalStatus === "pending");
  const decided = approvals
    .filter((task) => !waiting.includes(task))
    .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  if (approvals.length === 0) return null;
  return html`<h2>Approvals</h2>
<p class="done">${waiting.length} wait for a decision, ${decided.length} are decided</p>
<table><tr><th>Approval<th>Asked of<th>About</tr>${[...waiting, ...decided].slice(0, MOST_APPROVALS).map(approvalRow)}</table>`;
}

const approvalRow = (task: Task): Html =>
  html`<tr><td>${taskLink(task)}<td>${task.assignee?.name ?? "nobody"}<td>${task.parent ? taskLink(task.parent) : null}</tr>`;

const MOST_APPROVALS = 40;

function projectRow(project: Project): Html {
  const open = project.sections.flatMap((section) => section.tasks).filter((task) => task.completedAt === null);
  return html`<tr><td><a href="/page/projects/${project.gid}">${named(project.name)}</a>${project.isArchived ? " (archived)" : ""}
<td>${project.owner?.name ?? ""}<td>${project.dueOn}<td>${open.length}<td>${statusText(project)}</tr>`;
}

const statusText = (project: Project): string => project.statuses.at(-1)?.statusType.replaceAll("_", " ") ?? "";

/** A project's fields and its last status, and the open tasks of each section. */
export function projectPage(project: Project): Html {
  const status = project.statuses.at(-1);
  return html`<h1>${named(project.name)}</h1>
<p>Owner ${project.owner?.name ?? "nobody"}, due ${project.dueOn ?? "never"}</p>
<blockquote>${project.notes}</blockquote>
${fieldTable(fieldsOfProject(project), project.values)}
${status ? html`<h2>Status: ${statusText(project)}</h2><p>${status.title}</p><blockquote>${status.text}</blockquote>` : null}
${project.sections.map((section) => sectionTable(section.name, section.tasks))}`;
}

const MOST_SHOWN = 200;

function sectionTable(name: string, tasks: readonly Task[]): Html {
  const open = tasks.filter((task) => task.completedAt === null);
  const rest = tasks.length - open.length;
  return html`<h2>${named(name)}</h2>
<table><tr><th>Task<th>Assignee<th>Due<th>Fields</tr>${open.slice(0, MOST_SHOWN).map(taskRow)}</table>
<p class="done">${rest} completed${open.length > MOST_SHOWN ? `, ${open.length - MOST_SHOWN} more open` : ""}</p>`;
}

function taskRow(task: Task): Html {
  const values = [...task.values].map(([field, value]) => `${field.name}: ${displayValue(value, field)}`).join(" · ");
  return html`<tr><td>${taskLink(task)}<td>${task.assignee?.name ?? ""}<td>${task.dueOn}<td>${values}</tr>`;
}

const taskLink = (task: Task): Html => html`<a href="/page/tasks/${task.gid}">${named(task.name)}</a>${stateOf(task)}`;

function stateOf(task: Task): string {
  if (task.approvalStatus) return ` (approval: ${task.approvalStatus.replace("_", " ")})`;
  return task.completedAt ? " (completed)" : "";
}

/** A task with its fields, subtasks and history. */
export function taskPage(task: Task): Html {
  const above = task.parent ? html`<p>Subtask of ${taskLink(task.parent)}</p>` : null;
  return html`<h1>${named(task.name)}${stateOf(task)}</h1>
${above}
<p>${task.places.map(({ project, section }) => html`<a href="/page/projects/${project.gid}">${named(project.name)}</a> / ${named(section.name)} `)}</p>
<p>Assignee ${task.assignee?.name ?? "nobody"}, due ${task.dueOn ?? "never"}, ${Math.round(task.loggedMinutes / 6) / 10} h logged</p>
<blockquote>${task.notes}</blockquote>
${fieldTable(fieldsOf(task), task.values)}
${task.subtasks.length > 0 ? html`<h2>Subtasks</h2><ul>${task.subtasks.map((one) => html`<li>${taskLink(one)} ${one.assignee?.name ?? ""}</li>`)}</ul>` : null}
<h2>History</h2>${storiesOf(task).map(storyItem)}`;
}

const storyItem = (story: Story): Html =>
  html`<p class="done">${story.createdAt.slice(0, 16).replace("T", " ")} ${story.createdBy?.name ?? ""}</p><blockquote>${story.text}</blockquote>`;

function fieldTable(fields: readonly CustomField[], values: Values): Html {
  const rows = fields.map(
    (field) => html`<tr><th>${field.name}<td>${displayValue(values.get(field) ?? null, field)}</tr>`,
  );
  return html`<table>${rows}</table>`;
}

/** Something to click on, even for a name of spaces. */
const named = (name: string): string => name.trim() || "(no name)";

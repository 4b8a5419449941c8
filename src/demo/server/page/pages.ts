import { fieldsOf, fieldsOfProject } from "../../world/tasks.ts";
import type { CustomField, Project, Story, Task, Values } from "../../world/types.ts";
import type { World } from "../../world/world.ts";
import { storiesOf } from "../stories.ts";
import { displayValue } from "../views/people.ts";
import { type Html, html } from "./html.ts";

/** What Plimsoll ends its notes and descriptions with. */
const marker = /(?:^|\s)plimsoll:[\w.:-]+\s*$/;

/** Approvals, those that wait first, and projects, those changed last first. */
export function workspacePage(world: World): Html {
  const projects = [...world.projects.values()].sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  return html`<h1>${world.workspace.name}</h1>
<p>What Plimsoll made or filled is marked ${ownChip}; all else is people's.</p>
${approvalTable(world)}
<h2>Projects</h2>
<table><tr><th>Project<th>Owner<th>Due<th>Open tasks<th>Status<th>Forecast</tr>
${projects.map(projectRow)}</table>`;
}

const ownChip = html`<span class="chip own">Plimsoll</span>`;
const ownMark = (text: string): Html | null => (marker.test(text) ? html` ${ownChip}` : null);

function approvalTable(world: World): Html | null {
  const approvals = [...world.tasks.values()].filter(({ kind }) => kind === "approval");
  const waiting = approvals.filter(({ approvalStatus }) => approvalStatus === "pending");
  const decided = approvals
    .filter((task) => !waiting.includes(task))
    .sort((a, b) => b.modifiedAt.localeCompare(a.modifiedAt));
  if (approvals.length === 0) return null;
  return html`<h2>Approvals</h2>
<p class="soft">${waiting.length} wait for a decision, ${decided.length} are decided</p>
<table><tr><th>Approval<th>Asked of<th>About</tr>${[...waiting, ...decided].slice(0, MOST_APPROVALS).map(approvalRow)}</table>`;
}

const approvalRow = (task: Task): Html =>
  html`<tr><td>${taskLink(task)}<td data-of="Asked of">${task.assignee?.name ?? "nobody"}<td data-of="About">${task.parent ? taskLink(task.parent) : null}</tr>`;

const MOST_APPROVALS = 40;

function projectRow(project: Project): Html {
  const open = project.sections.flatMap((section) => section.tasks).filter((task) => task.completedAt === null);
  return html`<tr><td><a href="/page/projects/${project.gid}">${named(project.name)}</a>${project.isArchived ? html` <span class="chip">archived</span>` : null}${ownMark(project.notes)}
<td data-of="Owner">${project.owner?.name ?? ""}<td data-of="Due">${project.dueOn}<td data-of="Open tasks">${open.length}<td data-of="Status">${statusText(project)}<td data-of="Forecast">${forecastOf(project)}</tr>`;
}

const statusText = (project: Project): string => project.statuses.at(-1)?.statusType.replaceAll("_", " ") ?? "";

/** The values that Plimsoll keeps on a project, in a line. */
const forecastOf = (project: Project): readonly Html[] =>
  fieldsOfProject(project)
    .filter((field) => marker.test(field.description) && project.values.has(field))
    .map(
      (field) =>
        html`<span class="chip own" title="${field.name}">${displayValue(project.values.get(field) ?? null, field)}</span> `,
    );

/** A project's fields and its last status, and the open tasks of each section. */
export function projectPage(project: Project): Html {
  const status = project.statuses.at(-1);
  return html`<h1>${named(project.name)}${ownMark(project.notes)}</h1>
<ul class="facts"><li>Owner ${project.owner?.name ?? "nobody"}<li>due ${project.dueOn ?? "never"}</ul>
${noteBlock(project.notes)}
${fieldList(fieldsOfProject(project), project.values)}
${status ? html`<h2>Status: ${statusText(project)}</h2><p>${status.title}</p><blockquote>${status.text}</blockquote>` : null}
${project.sections.map((section) => sectionTable(section.name, section.tasks))}`;
}

const MOST_SHOWN = 200;

function sectionTable(name: string, tasks: readonly Task[]): Html {
  const open = tasks.filter((task) => task.completedAt === null);
  const rest = tasks.length - open.length;
  return html`<h2>${named(name)}</h2>
<table><tr><th>Task<th>Assignee<th>Due<th>Fields</tr>${open.slice(0, MOST_SHOWN).map(taskRow)}</table>
<p class="soft">${rest} completed${open.length > MOST_SHOWN ? `, ${open.length - MOST_SHOWN} more open` : ""}</p>`;
}

function taskRow(task: Task): Html {
  const values = [...task.values].map(
    ([field, value]) =>
      html`<span class="chip${marker.test(field.description) ? " own" : ""}">${field.name}: ${displayValue(value, field)}</span> `,
  );
  return html`<tr><td>${taskLink(task)}<td data-of="Assignee">${task.assignee?.name ?? ""}<td data-of="Due">${task.dueOn}<td>${values}</tr>`;
}

const taskLink = (task: Task): Html =>
  html`<a href="/page/tasks/${task.gid}">${named(task.name)}</a>${stateOf(task)}${ownMark(task.notes)}`;

const MOOD: Readonly<Record<string, string>> = {
  pending: " wait",
  approved: " own",
  rejected: " bad",
  changes_requested: " bad",
};

function stateOf(task: Task): Html | null {
  const { approvalStatus: status } = task;
  if (status) return html` <span class="chip${MOOD[status] ?? ""}">approval: ${status.replace("_", " ")}</span>`;
  return task.completedAt ? html` <span class="chip">completed</span>` : null;
}

/** A task with its fields, subtasks and history; an approval that waits can be answered. */
export function taskPage(task: Task): Html {
  const above = task.parent ? html`<p>Subtask of ${taskLink(task.parent)}</p>` : null;
  return html`<h1>${named(task.name)}${stateOf(task)}${ownMark(task.notes)}</h1>
${above}
<p>${task.places.map(({ project, section }) => html`<a href="/page/projects/${project.gid}">${named(project.name)}</a> / ${named(section.name)} `)}</p>
<ul class="facts"><li>Assignee ${task.assignee?.name ?? "nobody"}<li>due ${task.dueOn ?? "never"}<li>${Math.round(task.loggedMinutes / 6) / 10} h logged</ul>
${task.approvalStatus === "pending" ? answerForm(task) : null}
${noteBlock(task.notes)}
${fieldList(fieldsOf(task), task.values)}
${task.subtasks.length > 0 ? html`<h2>Subtasks</h2><ul>${task.subtasks.map((one) => html`<li>${taskLink(one)} ${one.assignee?.name ?? ""}</li>`)}</ul>` : null}
<h2>History</h2>${storiesOf(task).map(storyItem)}`;
}

/** What the person who was asked would click on in Asana. The next night reads it back. */
const answerForm = (task: Task): Html => html`<form method="post" action="/page/tasks/${task.gid}/answer">
<button name="status" value="approved">Approve</button><button name="status" value="changes_requested">Request changes</button><button name="status" value="rejected">Reject</button></form>
<p class="soft">In place of ${task.assignee?.name ?? "whoever was asked"}. The next <code>plimsoll publish --apply</code> reads the answer back.</p>`;

const noteBlock = (notes: string): Html | null => (notes === "" ? null : html`<blockquote>${notes}</blockquote>`);

const storyItem = (story: Story): Html =>
  html`<p class="soft">${story.createdAt.slice(0, 16).replace("T", " ")} ${story.createdBy?.name ?? ""}${story.type === "comment" ? " commented" : ""}</p><blockquote${story.type === "comment" ? html` class="by-plimsoll"` : null}>${story.text}</blockquote>`;

function fieldList(fields: readonly CustomField[], values: Values): Html | null {
  if (fields.length === 0) return null;
  const [filled, empty] = [true, false].map((is) => fields.filter((field) => values.has(field) === is));
  const items = filled!.map(
    (field) =>
      html`<div${marker.test(field.description) ? html` class="own"` : null}><dt>${field.name}</dt><dd>${displayValue(values.get(field) ?? null, field) || "–"}</dd></div>`,
  );
  const rest = empty!.map(({ name }) => name).join(", ");
  return html`<dl>${items}</dl>${rest ? html`<p class="soft">Empty: ${rest}</p>` : null}`;
}

/** Something to click on, even for a name of spaces. */
const named = (name: string): string => name.trim() || "(no name)";

import { addPortfolio } from "../../company/governance.ts";
import { addSection } from "../../company/projects.ts";
import { newProject } from "../../world/new-project.ts";
import { fieldsOfProject } from "../../world/tasks.ts";
import type { Portfolio, Project, StatusUpdate } from "../../world/types.ts";
import { type Call, created, empty, type Route, record, write } from "../call.ts";
import { badRequest, missing, unknownInBody } from "../errors.ts";
import { findPerson, fromBody, inWorkspace, projectInPath, sectionInPath } from "../find.ts";
import type { Views } from "../views.ts";
import {
  checkProperties,
  dayOf,
  flagOf,
  listOf,
  only,
  portfolioChange,
  projectChange,
  projectCreation,
  textOf,
  wordOf,
} from "../write/properties.ts";
import { checkRichText, plainText } from "../write/rich-text.ts";
import { writeValues } from "../write/values.ts";
import { findStatus, portfolioInPath } from "./projects.ts";

/** Writes on projects, sections, portfolios, status updates and tags. */
export const projectWrites = (views: Views): Route[] => [
  write("createProject", ["POST", "/projects"], (call) => {
    if (call.data.workspace === undefined && call.data.team === undefined) throw missing("workspace");
    return created(views.project, createProject(call));
  }),
  write("createProjectForWorkspace", ["POST", "/workspaces/{workspace_gid}/projects"], (call) => {
    inWorkspace(call);
    return created(views.project, createProject(call));
  }),
  write("updateProject", ["PUT", "/projects/{project_gid}"], (call) => {
    const project = projectInPath(call);
    checkProperties(call.data, projectChange);
    writeProject(call, project);
    return record(views.project, project);
  }),
  write("deleteProject", ["DELETE", "/projects/{project_gid}"], (call) => {
    deleteProject(call, projectInPath(call));
    return empty;
  }),
  write("addMembersForProject", ["POST", "/projects/{project_gid}/addMembers"], (call) => {
    const project = projectInPath(call);
    checkProperties(call.data, only("members"));
    for (const reference of listOf(call.data, "members") ?? []) addMember(call, project, reference);
    return record(views.project, project);
  }),
  write("createSectionForProject", ["POST", "/projects/{project_gid}/sections"], (call) => {
    const project = projectInPath(call);
    checkProperties(call.data, only("name", "insert_before", "insert_after"));
    const name = textOf(call.data, "name");
    if (!name) throw missing("name");
    return created(views.section, changed(call, addSection(call.world, project, { name, createdAt: call.actor.at })));
  }),
  write("updateSection", ["PUT", "/sections/{section_gid}"], (call) => {
    const section = sectionInPath(call);
    checkProperties(call.data, only("name", "insert_before", "insert_after"));
    const name = textOf(call.data, "name");
    if (!name) throw missing("name");
    section.name = name;
    return record(views.section, changed(call, section));
  }),
  write("deleteSection", ["DELETE", "/sections/{section_gid}"], (call) => {
    const section = sectionInPath(call);
    if (section.tasks.length > 0) throw badRequest("section: Section must be empty to be deleted");
    section.project.sections = section.project.sections.filter((one) => one !== section);
    call.world.sections.delete(section.gid);
    changed(call, section);
    return empty;
  }),
  write("createStatusForObject", ["POST", "/status_updates"], (call) => created(views.status, createStatus(call))),
  write("deleteStatus", ["DELETE", "/status_updates/{status_update_gid}"], (call) => {
    const status = findStatus(call.world, call.params.status_update_gid ?? "");
    const { statuses } = status.parent;
    statuses.splice(statuses.indexOf(status), 1);
    changed(call, status);
    return empty;
  }),
  write("createTag", ["POST", "/tags"], (call) => {
    checkProperties(call.data, only("name", "color", "notes", "followers", "workspace"));
    if (call.data.workspace !== call.world.workspaceGid) throw missing("workspace");
    return created(views.tag, createTag(call));
  }),
  write("createTagForWorkspace", ["POST", "/workspaces/{workspace_gid}/tags"], (call) => {
    inWorkspace(call);
    checkProperties(call.data, only("name", "color", "notes", "followers"));
    return created(views.tag, createTag(call));
  }),
  write(
    "createPortfolio",
    ["POST", "/portfolios"],
    (call) => {
      checkProperties(call.data, { ...portfolioChange, writable: [...portfolioChange.writable, "workspace"] });
      if (call.data.workspace !== call.world.workspaceGid) throw missing("workspace");
      const name = textOf(call.data, "name");
      if (!name) throw missing("name");
      return created(views.portfolio, changed(call, addPortfolio(call.world, name, [])));
    },
    "portfolios",
  ),
  write(
    "updatePortfolio",
    ["PUT", "/portfolios/{portfolio_gid}"],
    (call) => {
      const portfolio = portfolioInPath(call);
      checkProperties(call.data, portfolioChange);
      const fields = portfolio.settings.map((setting) => setting.field);
      writeValues(call, { values: portfolio.values, fields });
      portfolio.name = textOf(call.data, "name") ?? portfolio.name;
      portfolio.dueOn = dayOf(call.data, "due_on") ?? portfolio.dueOn;
      return record(views.portfolio, changed(call, portfolio));
    },
    "portfolios",
  ),
  write(
    "addItemForPortfolio",
    ["POST", "/portfolios/{portfolio_gid}/addItem"],
    (call) => {
      const portfolio = portfolioInPath(call);
      checkProperties(call.data, only("item", "insert_before", "insert_after"));
      const item = itemOf(call);
      if (portfolio.items.every((one) => one.item !== item)) {
        portfolio.items.push({ gid: call.world.gid(), portfolio, item });
        if (item.kind === "project") item.portfolios.push(portfolio);
      }
      changed(call, item);
      return empty;
    },
    "portfolios",
  ),
];

/** Notes that the world changed, so that kept listings are made anew. */
function changed<Row>(call: Call, row: Row): Row {
  call.world.version += 1;
  return row;
}

function createProject(call: Call): Project {
  const { world, actor } = call;
  checkProperties(call.data, projectCreation);
  const { workspace } = call.data;
  if (workspace !== undefined && workspace !== world.workspaceGid) throw unknownInBody("workspace", String(workspace));
  const name = textOf(call.data, "name") ?? "";
  // Teams of new projects are memberships only, as in the live service since teamless projects.
  const project = newProject(world, { name, createdAt: actor.at, owner: world.me, team: null });
  writeProject(call, project);
  addSection(world, project, { name: "Untitled section", createdAt: actor.at });
  project.members.push({
    gid: world.gid(),
    parent: project,
    member: world.me,
    memberType: "user",
    accessLevel: "admin",
  });
  if (typeof call.data.team === "string") addMember(call, project, call.data.team);
  world.projects.set(project.gid, project);
  return changed(call, project);
}

function writeProject(call: Call, project: Project): void {
  const { data } = call;
  const dueOn = dayOf(data, "due_on") === undefined ? dayOf(data, "due_date") : dayOf(data, "due_on");
  const startOn = dayOf(data, "start_on");
  if (startOn !== undefined && dueOn === undefined) throw badRequest("start_on: You must also provide due_on");
  if (startOn != null && startOn === dueOn) throw badRequest("start_on: start_on and due_on cannot be the same date");
  const html = textOf(data, "html_notes");
  if (html !== undefined) checkRichText("html_notes", html, "notes");
  const owner = data.owner == null ? (data.owner as null | undefined) : findPerson(call.world, String(data.owner));
  if (data.owner != null && !owner) throw badRequest(`owner: Not a user in Organization: ${String(data.owner)}`);
  const privacy = wordOf(data, "privacy_setting", ["public_to_workspace", "private_to_team", "private"]);
  writeValues(call, { values: project.values, fields: fieldsForValues(call, project) });
  Object.assign(project, {
    ...(textOf(data, "name") !== undefined && { name: data.name }),
    ...(textOf(data, "notes") !== undefined && { notes: data.notes, htmlNotes: null }),
    ...(html !== undefined && { notes: plainText(html), htmlNotes: html }),
    ...(flagOf(data, "archived") !== undefined && { isArchived: data.archived }),
    ...(data.color !== undefined && { color: data.color }),
    ...(dueOn !== undefined && { dueOn }),
    ...(startOn !== undefined && { startOn }),
    ...(owner !== undefined && { owner }),
    ...(privacy !== undefined && { privacy }),
    ...(flagOf(data, "public") === false && { privacy: "private" }),
    modifiedAt: call.actor.at,
  });
  changed(call, project);
}

function fieldsForValues(call: Call, project: Project) {
  return [
    ...fieldsOfProject(project),
    ...[...call.world.fields.values()].filter((field) => field.everywhereOn === "projects"),
  ];
}

function addMember(call: Call, project: Project, reference: string): void {
  const { world } = call;
  const team = world.teams.get(reference);
  const member = team ?? findPerson(world, reference);
  if (!member) throw badRequest(`members: Not a recognized ID: ${reference}`);
  if (project.members.some((one) => one.member === member)) return;
  const memberType = team ? "team" : "user";
  project.members.push({ gid: world.gid(), parent: project, member, memberType, accessLevel: "editor" });
  changed(call, project);
}

/** Its tasks stay, outside any project if this was their only one; so does the live service, by its document. */
function deleteProject(call: Call, project: Project): void {
  const { world } = call;
  for (const section of project.sections) {
    for (const task of section.tasks) task.places = task.places.filter((place) => place.project !== project);
    world.sections.delete(section.gid);
  }
  for (const portfolio of project.portfolios) {
    portfolio.items = portfolio.items.filter((item) => item.item !== project);
  }
  world.projects.delete(project.gid);
  changed(call, project);
}

const PROJECT_STATUSES = ["on_track", "at_risk", "off_track", "on_hold", "complete", "dropped"];

function createStatus(call: Call): StatusUpdate {
  const { data, world, actor } = call;
  checkProperties(data, only("parent", "status_type", "title", "text", "html_text"));
  const parent = parentOf(call);
  const statusType = wordOf(data, "status_type", PROJECT_STATUSES);
  const html = textOf(data, "html_text");
  if (html !== undefined) checkRichText("html_text", html, "comment");
  const text = html === undefined ? textOf(data, "text") : plainText(html);
  if (!statusType) throw missing("status_type");
  if (text === undefined) throw missing("text");
  const title = textOf(data, "title") ?? "";
  const status = { gid: world.gid(), parent, title, text, statusType, author: world.me, createdAt: actor.at };
  parent.statuses.push(status);
  return changed(call, status);
}

function parentOf(call: Call): Project | Portfolio {
  const gid = call.data.parent;
  if (typeof gid !== "string") throw missing("parent");
  return call.world.portfolios.get(gid) ?? fromBody(call.world.projects, ["parent", gid]);
}

function itemOf(call: Call): Project | Portfolio {
  const gid = call.data.item;
  if (typeof gid !== "string") throw missing("item");
  return call.world.portfolios.get(gid) ?? fromBody(call.world.projects, ["item", gid]);
}

function createTag(call: Call) {
  const name = textOf(call.data, "name");
  if (name === undefined) throw missing("name");
  const tag = {
    workspace: call.world.workspace,
    gid: call.world.gid(),
    name,
    color: textOf(call.data, "color") ?? null,
    notes: textOf(call.data, "notes") ?? "",
  };
  call.world.tags.set(tag.gid, tag);
  return changed(call, tag);
}

import { fieldsOfProject } from "../../world/tasks.ts";
import type { Brief, Membership, Portfolio, Project, Section, Setting, StatusUpdate, Tag } from "../../world/types.ts";
import { many, one, part, parts, plain, type View } from "../view.ts";
import { fieldView, leanValueView, personView, valueRows } from "./people.ts";
import { teamNameView, workspaceView } from "./teams.ts";
import { templateView } from "./templates.ts";
import { escapeXml } from "./xml.ts";

export const projectView: View<Project> = {
  resourceType: "project",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    notes: plain((row) => row.notes),
    html_notes: plain((row) => row.htmlNotes ?? `<body>${escapeXml(row.notes)}</body>`),
    archived: plain((row) => row.isArchived),
    completed: plain((row) => row.completedAt !== null),
    completed_at: plain((row) => row.completedAt),
    color: plain((row) => row.color),
    icon: plain(() => "list"),
    default_view: plain(() => "list"),
    created_at: plain((row) => row.createdAt),
    modified_at: plain((row) => row.modifiedAt),
    start_on: plain((row) => row.startOn),
    due_on: plain((row) => row.dueOn),
    due_date: plain((row) => row.dueOn),
    public: plain((row) => row.privacy === "public_to_workspace"),
    privacy_setting: plain((row) => row.privacy),
    default_access_level: plain(() => "editor"),
    permalink_url: plain((row) => `https://app.asana.com/0/${row.gid}/list`),
    owner: one(
      () => personView,
      (row) => row.owner,
    ),
    team: one(
      () => teamNameView,
      (row) => row.team,
    ),
    workspace: one<Project>(
      () => workspaceView,
      (row) => row.workspace,
    ),
    members: many(
      () => personView,
      (row) => row.members.filter((one) => one.memberType === "user").map((one) => one.member),
    ),
    followers: many(
      () => personView,
      () => [],
    ),
    created_from_template: one<Project>(
      () => templateView("project_template"),
      (row) => row.template ?? null,
    ),
    project_brief: one(
      () => briefView,
      (row) => row.brief ?? null,
    ),
    current_status_update: part(
      () => statusView,
      (row) => row.statuses.at(-1) ?? null,
    ),
    custom_fields: parts(
      () => leanValueView,
      (row) => valueRows(fieldsOfProject(row), row.values),
    ),
    custom_field_settings: parts(
      () => settingView,
      (row) => row.settings,
    ),
  },
  compact: ["name"],
  full: [
    ...["name", "notes", "archived", "completed", "completed_at", "color", "icon", "default_view", "created_at"],
    ...["modified_at", "start_on", "due_on", "due_date", "public", "privacy_setting", "default_access_level"],
    ...["permalink_url", "owner", "team", "workspace", "members", "followers", "current_status_update"],
    ...["custom_fields", "custom_field_settings"],
  ],
};

const parentView: View<Project | Portfolio> = {
  resourceType: (row) => row.kind,
  gid: (row) => row.gid,
  fields: { name: plain((row) => row.name) },
  compact: ["name"],
  full: ["name"],
};

const parentOf = <Row extends { parent: Project | Portfolio }>() =>
  one<Row>(
    () => parentView,
    (row) => row.parent,
  );

export const statusView: View<StatusUpdate> = {
  resourceType: "status_update",
  gid: (row) => row.gid,
  fields: {
    title: plain((row) => row.title),
    text: plain((row) => row.text),
    html_text: plain((row) => `<body>${escapeXml(row.text)}</body>`),
    status_type: plain((row) => row.statusType),
    resource_subtype: plain((row) => `${row.parent.kind}_status_update`),
    created_at: plain((row) => row.createdAt),
    modified_at: plain((row) => row.createdAt),
    author: one(
      () => personView,
      (row) => row.author,
    ),
    created_by: one(
      () => personView,
      (row) => row.author,
    ),
    parent: parentOf<StatusUpdate>(),
  },
  compact: ["title", "resource_subtype"],
  full: [
    "title",
    "text",
    "status_type",
    "resource_subtype",
    "created_at",
    "modified_at",
    "author",
    "created_by",
    "parent",
  ],
};

export const briefView: View<Brief> = {
  resourceType: "project_brief",
  gid: (row) => row.gid,
  fields: {
    title: plain((row) => row.title),
    text: plain((row) => row.text),
    html_text: plain((row) => `<body>${escapeXml(row.text)}</body>`),
    permalink_url: plain((row) => `https://app.asana.com/0/${row.project.gid}/${row.gid}`),
    project: one<Brief>(
      () => projectView,
      (row) => row.project,
    ),
  },
  compact: [],
  full: ["title", "html_text", "permalink_url", "project"],
};

export const settingView: View<Setting> = {
  resourceType: "custom_field_setting",
  gid: (row) => row.gid,
  fields: {
    is_important: plain((row) => row.isImportant),
    parent: parentOf<Setting>(),
    project: one(
      () => parentView,
      (row) => (row.parent.kind === "project" ? row.parent : null),
    ),
    custom_field: part(
      () => fieldView,
      (row) => row.field,
    ),
  },
  compact: ["is_important", "parent", "project", "custom_field"],
  full: ["is_important", "parent", "project", "custom_field"],
};

export const sectionView: View<Section> = {
  resourceType: "section",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    created_at: plain((row) => row.createdAt),
    project: one(
      () => projectView,
      (row) => row.project,
    ),
  },
  compact: ["name"],
  full: ["name", "created_at", "project"],
};

export const tagView: View<Tag> = {
  resourceType: "tag",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    color: plain((row) => row.color),
    notes: plain((row) => row.notes),
    created_at: plain(() => undefined),
    workspace: one<Tag>(
      () => workspaceView,
      (row) => row.workspace,
    ),
    permalink_url: plain((row) => `https://app.asana.com/0/${row.gid}/list`),
  },
  compact: ["name"],
  full: ["name", "color", "notes", "workspace", "permalink_url"],
};

export const memberView: View<Membership> = {
  resourceType: "membership",
  gid: (row) => row.gid,
  fields: {
    resource_subtype: plain(() => "project_membership"),
    access_level: plain((row) => row.accessLevel),
    member: one(
      () => memberOfView,
      (row) => row,
    ),
    parent: parentOf<Membership>(),
  },
  compact: ["resource_subtype", "member", "access_level"],
  full: ["resource_subtype", "member", "access_level", "parent"],
};

const memberOfView: View<Membership> = {
  resourceType: (row) => row.memberType,
  gid: (row) => row.member.gid,
  fields: { name: plain((row) => row.member.name) },
  compact: ["name"],
  full: ["name"],
};

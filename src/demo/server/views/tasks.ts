import { fieldsOf } from "../../world/tasks.ts";
import type { Attachment, CustomType, StatusOption, Task, TaskPlace } from "../../world/types.ts";
import { many, one, part, parts, plain, type View } from "../view.ts";
import { personView, valueRows, valueView } from "./people.ts";
import { projectView, sectionView, tagView } from "./projects.ts";
import { workspaceView } from "./teams.ts";
import { escapeXml } from "./xml.ts";

export const taskView: View<Task> = {
  resourceType: "task",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    notes: plain((row) => row.notes),
    html_notes: plain((row) => row.htmlNotes ?? `<body>${escapeXml(row.notes)}</body>`),
    resource_subtype: plain((row) => row.kind),
    approval_status: plain((row) => row.approvalStatus ?? undefined),
    completed: plain((row) => row.completedAt !== null),
    completed_at: plain((row) => row.completedAt),
    created_at: plain((row) => row.createdAt),
    modified_at: plain((row) => row.modifiedAt),
    due_on: plain((row) => row.dueOn),
    due_at: plain((row) => row.dueAt),
    start_on: plain((row) => row.startOn),
    start_at: plain(() => null),
    num_subtasks: plain((row) => row.subtasks.length),
    actual_time_minutes: plain((row) => (row.entries.length === 0 ? null : row.loggedMinutes)),
    permalink_url: plain((row) => `https://app.asana.com/0/${row.places[0]?.project.gid ?? 0}/${row.gid}`),
    liked: plain(() => false),
    likes: plain(() => []),
    num_likes: plain(() => 0),
    assignee_status: plain(() => "upcoming"),
    is_rendered_as_separator: plain(() => false),
    completed_by: one(
      () => personView,
      (row) => row.completedBy,
    ),
    created_by: one(
      () => personView,
      (row) => row.createdBy,
    ),
    assignee: one(
      () => personView,
      (row) => row.assignee,
    ),
    assigned_by: one(
      () => personView,
      (row) => row.assignedBy,
    ),
    parent: one(
      () => taskView,
      (row) => row.parent,
    ),
    workspace: one<Task>(
      () => workspaceView,
      (row) => row.workspace,
    ),
    projects: many(
      () => projectView,
      (row) => row.places.map((place) => place.project),
    ),
    memberships: parts(
      () => placeView,
      (row) => row.places,
    ),
    tags: many(
      () => tagView,
      (row) => row.tags,
    ),
    dependencies: many(
      () => taskView,
      (row) => row.dependencies,
    ),
    dependents: many(
      () => taskView,
      (row) => row.dependents,
    ),
    followers: many(
      () => personView,
      (row) => row.followers,
    ),
    custom_fields: parts(
      () => valueView,
      (row) => valueRows(fieldsOf(row), row.values),
    ),
    custom_type: one(
      () => customTypeView,
      (row) => row.customType,
    ),
    custom_type_status_option: one(
      () => statusOptionView,
      (row) => row.customStatus,
    ),
  },
  compact: ["name", "resource_subtype"],
  full: [
    ...["name", "notes", "resource_subtype", "approval_status", "completed", "completed_at", "completed_by"],
    ...["created_at", "modified_at", "due_on", "due_at", "start_on", "start_at", "actual_time_minutes"],
    ...["permalink_url", "liked", "likes", "num_likes", "assignee_status", "assignee", "assigned_by", "parent"],
    ...["workspace", "projects", "memberships", "tags", "followers", "custom_fields"],
    ...["custom_type", "custom_type_status_option"],
  ],
};

const placeView: View<TaskPlace> = {
  resourceType: null,
  gid: () => "",
  fields: {
    project: one(
      () => projectView,
      (row) => row.project,
    ),
    section: one(
      () => sectionView,
      (row) => row.section,
    ),
  },
  compact: ["project", "section"],
  full: ["project", "section"],
};

export const customTypeView: View<CustomType> = {
  resourceType: "custom_type",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    status_options: parts(
      () => statusOptionView,
      (row) => row.options,
    ),
  },
  compact: ["name", "status_options"],
  full: ["name", "status_options"],
};

export const statusOptionView: View<StatusOption> = {
  resourceType: "custom_type_status_option",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    color: plain((row) => row.color),
    enabled: plain(() => true),
    completion_state: plain((row) => row.completion),
  },
  compact: ["name", "color", "enabled", "completion_state"],
  full: ["name", "color", "enabled", "completion_state"],
};

export const attachmentView: View<Attachment> = {
  resourceType: "attachment",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    resource_subtype: plain((row) => row.host),
    size: plain((row) => row.size),
    host: plain((row) => row.host),
    created_at: plain((row) => row.createdAt),
    parent: part(
      () => attachedToView,
      (row) => row.task,
    ),
  },
  compact: ["name", "resource_subtype"],
  full: ["name", "resource_subtype", "size", "host", "created_at", "parent"],
};

const attachedToView: View<Task> = {
  resourceType: "task",
  gid: (row) => row.gid,
  fields: { name: plain((row) => row.name), resource_subtype: plain((row) => row.kind) },
  compact: ["name", "resource_subtype"],
  full: ["name", "resource_subtype"],
};

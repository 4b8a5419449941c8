import { fieldsOf, fieldsOfProject } from "../../world/tasks.ts";
import type {
  Attachment,
  CustomType,
  Membership,
  Portfolio,
  PortfolioItem,
  Project,
  Section,
  Setting,
  StatusOption,
  StatusUpdate,
  Story,
  Tag,
  Task,
  TaskPlace,
  Template,
} from "../../world/types.ts";
import { many, one, part, parts, plain, type View } from "../view.ts";
import {
  fieldView,
  personView,
  teamNameView,
  valueRows,
  valueView,
  type WorkspaceRow,
  workspaceView,
} from "./people.ts";

/** Views of work all point at the workspace that they lie in. */
export function workViews(workspace: WorkspaceRow) {
  const inWorkspace = one(
    () => workspaceView,
    () => workspace,
  );
  const projectView: View<Project> = {
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
      workspace: inWorkspace,
      members: many(
        () => personView,
        (row) => row.members.filter((one) => one.memberType === "user").map((one) => one.member),
      ),
      followers: many(
        () => personView,
        () => [],
      ),
      current_status_update: part(
        () => statusView,
        (row) => row.statuses.at(-1) ?? null,
      ),
      custom_fields: parts(
        () => valueView,
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
  const portfolioView: View<Portfolio> = {
    resourceType: "portfolio",
    gid: (row) => row.gid,
    fields: {
      name: plain((row) => row.name),
      archived: plain((row) => row.isArchived),
      color: plain((row) => row.color),
      start_on: plain((row) => row.startOn),
      due_on: plain((row) => row.dueOn),
      created_at: plain((row) => row.createdAt),
      default_access_level: plain(() => "editor"),
      permalink_url: plain((row) => `https://app.asana.com/0/portfolio/${row.gid}/list`),
      public: plain(() => true),
      privacy_setting: plain(() => "public_to_domain"),
      owner: one(
        () => personView,
        (row) => row.owner,
      ),
      created_by: one(
        () => personView,
        (row) => row.owner,
      ),
      members: many(
        () => personView,
        (row) => [row.owner],
      ),
      workspace: inWorkspace,
      current_status_update: part(
        () => statusView,
        (row) => row.statuses.at(-1) ?? null,
      ),
      custom_fields: parts(
        () => valueView,
        (row) => valueRows(settingsFields(row.settings), row.values),
      ),
      custom_field_settings: parts(
        () => settingView,
        (row) => row.settings,
      ),
    },
    compact: ["name"],
    full: [
      ...[
        "name",
        "color",
        "start_on",
        "due_on",
        "created_at",
        "created_by",
        "default_access_level",
        "owner",
        "members",
      ],
      ...["workspace", "permalink_url", "public", "privacy_setting", "current_status_update", "custom_fields"],
      "custom_field_settings",
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
  const statusView: View<StatusUpdate> = {
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
  const settingView: View<Setting> = {
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
  const sectionView: View<Section> = {
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
  const tagView: View<Tag> = {
    resourceType: "tag",
    gid: (row) => row.gid,
    fields: {
      name: plain((row) => row.name),
      color: plain((row) => row.color),
      notes: plain((row) => row.notes),
      created_at: plain(() => undefined),
      workspace: inWorkspace,
      permalink_url: plain((row) => `https://app.asana.com/0/${row.gid}/list`),
    },
    compact: ["name"],
    full: ["name", "color", "notes", "workspace", "permalink_url"],
  };
  const memberView: View<Membership> = {
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
  const customTypeView: View<CustomType> = {
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
  const taskView: View<Task> = {
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
      workspace: inWorkspace,
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
  const storyView: View<Story> = {
    resourceType: "story",
    gid: (row) => row.gid,
    fields: {
      type: plain((row) => row.type),
      resource_subtype: plain((row) => row.subtype),
      created_at: plain((row) => row.createdAt),
      text: plain((row) => row.text),
      html_text: plain((row) => row.htmlText ?? `<body>${escapeXml(row.text)}</body>`),
      is_edited: plain((row) => row.isEdited),
      is_editable: plain((row) => row.type === "comment"),
      is_pinned: plain((row) => row.isPinned),
      source: plain(() => "api"),
      created_by: one(
        () => personView,
        (row) => row.createdBy,
      ),
      task: one(
        () => taskView,
        (row) => row.task,
      ),
      target: one(
        () => taskView,
        (row) => row.task,
      ),
      ...changeFields(),
    },
    compact: ["created_at", "created_by", "resource_subtype", "text"],
    full: [
      ...["type", "resource_subtype", "created_at", "created_by", "text", "is_edited", "is_editable", "is_pinned"],
      ...["source", "target", ...CHANGES],
    ],
  };
  const portfolioItemView: View<PortfolioItem> = {
    resourceType: "project_portfolio_setting",
    gid: (row) => row.gid,
    fields: {
      project: one(
        () => projectView,
        (row) => row.item,
      ),
      portfolio: one(
        () => portfolioView,
        (row) => row.portfolio,
      ),
      is_access_control_inherited: plain(() => false),
      created_at: plain((row) => row.portfolio.createdAt),
    },
    compact: ["project", "portfolio", "is_access_control_inherited"],
    full: ["project", "portfolio", "is_access_control_inherited", "created_at"],
  };
  return {
    projectView,
    portfolioView,
    statusView,
    settingView,
    sectionView,
    tagView,
    memberView,
    customTypeView,
    taskView,
    storyView,
    portfolioItemView,
  };
}

export type WorkViews = ReturnType<typeof workViews>;

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

export const templateView = (resourceType: "project_template" | "task_template"): View<Template> => ({
  resourceType,
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    created_at: plain(() => undefined),
    [resourceType === "project_template" ? "team" : "project"]: one(
      () => templateParentView(resourceType === "project_template" ? "team" : "project"),
      (row) => row.parent,
    ),
    ...(resourceType === "task_template" && {
      template: plain((row: Template) => ({ name: row.name, task_resource_subtype: "default_task" })),
    }),
  },
  compact: ["name"],
  full: ["name"],
});

const templateParentView = (resourceType: string): View<Template["parent"]> => ({
  resourceType,
  gid: (row) => row.gid,
  fields: { name: plain((row) => row.name) },
  compact: ["name"],
  full: ["name"],
});

/** Old and new values that some subtypes of stories carry; absent on all others. */
const CHANGES = [
  ...["old_name", "new_name", "old_dates", "new_dates", "assignee", "old_section", "new_section", "project", "tag"],
  ...["custom_field", "old_text_value", "new_text_value", "old_number_value", "new_number_value", "old_enum_value"],
  ...["new_enum_value", "old_approval_status", "new_approval_status", "dependency"],
];

const changeFields = (): View<Story>["fields"] =>
  Object.fromEntries(CHANGES.map((name) => [name, plain((row: Story) => row.change[name])]));

const settingsFields = (settings: readonly Setting[]) => settings.map((setting) => setting.field);

/** Text as the content of an XML element. */
export const escapeXml = (text: string): string =>
  text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

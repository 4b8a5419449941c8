import type { Agent, Person, Team, TeamMember, Workspace } from "../../world/types.ts";
import { one, plain, type View } from "../view.ts";
import { personView } from "./people.ts";

export const workspaceView: View<Workspace> = {
  resourceType: "workspace",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    is_organization: plain(() => true),
    email_domains: plain(() => ["example.com"]),
  },
  compact: ["name"],
  full: ["name", "is_organization", "email_domains"],
};

export const agentView: View<Agent> = {
  resourceType: "agent",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    resource_subtype: plain(() => "asana_teammate"),
    description: plain(() => null),
    workspace: one<Agent>(
      () => workspaceView,
      (row) => row.workspace,
    ),
  },
  compact: ["resource_subtype", "name"],
  full: ["resource_subtype", "name", "description", "workspace"],
};

export const membershipOfWorkspaceView: View<Person> = {
  resourceType: "workspace_membership",
  gid: (row) => row.membershipGid,
  fields: {
    user: one(
      () => personView,
      (row) => row,
    ),
    workspace: one(
      () => workspaceView,
      (row) => row.workspace,
    ),
    user_task_list: one(
      () => taskListView,
      (row) => row,
    ),
    is_active: plain((row) => row.isActive),
    is_admin: plain((row) => row.isAdmin),
    is_guest: plain((row) => row.isGuest),
    is_view_only: plain(() => false),
    created_at: plain((row) => row.createdAt),
    vacation_dates: plain(() => null),
  },
  compact: ["user", "workspace"],
  full: ["user", "workspace", "user_task_list", "is_active", "is_admin", "is_guest", "is_view_only", "created_at"],
};

export const taskListView: View<Person> = {
  resourceType: "user_task_list",
  gid: (row) => row.taskListGid,
  fields: {
    name: plain(() => "My tasks"),
    owner: one(
      () => personView,
      (row) => row,
    ),
    workspace: one(
      () => workspaceView,
      (row) => row.workspace,
    ),
  },
  compact: ["name", "owner", "workspace"],
  full: ["name", "owner", "workspace"],
};

export const teamView: View<Team> = {
  resourceType: "team",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    custom_field_settings: plain(() => []),
    description: plain((row) => row.description),
    visibility: plain(() => "request_to_join"),
    permalink_url: plain((row) => `https://app.asana.com/0/team/${row.gid}`),
    organization: one(
      () => workspaceView,
      (row) => row.workspace,
    ),
  },
  compact: ["name"],
  full: ["name", "description", "visibility", "permalink_url", "organization"],
};

/** A team where only its name is needed. */
export const teamNameView: View<Team> = {
  resourceType: "team",
  gid: (row) => row.gid,
  fields: { name: plain((row) => row.name) },
  compact: ["name"],
  full: ["name"],
};

export const teamMemberView: View<TeamMember> = {
  resourceType: "team_membership",
  gid: (row) => row.gid,
  fields: {
    user: one(
      () => personView,
      (row) => row.person,
    ),
    team: one(
      () => teamNameView,
      (row) => row.team,
    ),
    is_guest: plain((row) => row.person.isGuest),
    is_limited_access: plain(() => false),
    is_admin: plain((row) => row.isAdmin),
  },
  compact: ["user", "team", "is_guest", "is_limited_access", "is_admin"],
  full: ["user", "team", "is_guest", "is_limited_access", "is_admin"],
};

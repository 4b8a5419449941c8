import type { Resource } from "../resource.ts";
import { customFieldSettings } from "./custom-field-settings.ts";
import { customFields } from "./custom-fields.ts";
import { ownTasks } from "./own-tasks.ts";
import { projectMemberships } from "./project-memberships.ts";
import { projects } from "./projects.ts";
import { sections } from "./sections.ts";
import { strayTasks } from "./stray-tasks.ts";
import { subtasks } from "./subtasks.ts";
import { tags } from "./tags.ts";
import { tasks } from "./tasks.ts";
import { teamMemberships } from "./team-memberships.ts";
import { teams } from "./teams.ts";
import { timeEntries } from "./time-entries.ts";
import { users } from "./users.ts";
import { workspaceMemberships } from "./workspace-memberships.ts";
import { workspaces } from "./workspaces.ts";

/** Everything that Plimsoll reads from Asana. */
export const resources: readonly Resource[] = [
  workspaces,
  users,
  workspaceMemberships,
  teams,
  teamMemberships,
  customFields,
  projects,
  customFieldSettings,
  projectMemberships,
  sections,
  tags,
  tasks,
  ownTasks,
  subtasks,
  timeEntries,
  strayTasks,
];

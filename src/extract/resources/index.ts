import type { Resource } from "../resource.ts";
import { absence } from "./absence.ts";
import { agents } from "./agents.ts";
import { allocations } from "./allocations.ts";
import { attachments } from "./attachments.ts";
import { budgets } from "./budgets.ts";
import { customFieldSettings } from "./custom-field-settings.ts";
import { customFields } from "./custom-fields.ts";
import { customTypes } from "./custom-types.ts";
import { goals } from "./goals.ts";
import { nestedPortfolios } from "./nested-portfolios.ts";
import { ownTasks } from "./own-tasks.ts";
import { portfolioItems } from "./portfolio-items.ts";
import { portfolios } from "./portfolios.ts";
import { projectBriefs } from "./project-briefs.ts";
import { projectMemberships } from "./project-memberships.ts";
import { projectTemplates } from "./project-templates.ts";
import { projects } from "./projects.ts";
import { rates } from "./rates.ts";
import { sections } from "./sections.ts";
import { statusUpdates } from "./status-updates.ts";
import { stories } from "./stories.ts";
import { strayTasks } from "./stray-tasks.ts";
import { subtasks } from "./subtasks.ts";
import { tags } from "./tags.ts";
import { taskChanges } from "./task-changes.ts";
import { taskTemplates } from "./task-templates.ts";
import { taskTimeEntries } from "./task-time-entries.ts";
import { tasks } from "./tasks.ts";
import { teamMemberships } from "./team-memberships.ts";
import { teams } from "./teams.ts";
import { timeEntries } from "./time-entries.ts";
import { timePeriods } from "./time-periods.ts";
import { timeTrackingCategories } from "./time-tracking-categories.ts";
import { timesheetApprovalStatuses } from "./timesheet-approval-statuses.ts";
import { users } from "./users.ts";
import { workspaceMemberships } from "./workspace-memberships.ts";
import { workspaces } from "./workspaces.ts";

/** Everything that Plimsoll reads from Asana. */
export const resources: readonly Resource[] = [
  workspaces,
  users,
  workspaceMemberships,
  agents,
  teams,
  teamMemberships,
  customFields,
  projects,
  customFieldSettings,
  projectMemberships,
  projectBriefs,
  sections,
  tags,
  tasks,
  ownTasks,
  taskChanges,
  subtasks,
  timeEntries,
  taskTimeEntries,
  strayTasks,
  portfolios,
  portfolioItems,
  nestedPortfolios,
  statusUpdates,
  timeTrackingCategories,
  timesheetApprovalStatuses,
  absence,
  allocations,
  budgets,
  rates,
  goals,
  timePeriods,
  customTypes,
  projectTemplates,
  taskTemplates,
  stories,
  attachments,
];

import type { Params } from "../../asana/client.ts";

/** What a probe may build on: the workspace, and a project where there is one. */
export interface ProbePlace {
  readonly workspace: string;
  readonly project: string | undefined;
  readonly today: string;
}

/** One cheap question to Asana, and what its absence costs. */
export interface Probe {
  readonly name: string;
  readonly path: string;
  /** Undefined where the probe needs a project and there is none. */
  readonly params: (place: ProbePlace) => Params | undefined;
  readonly isSearch?: boolean;
  /** Without it no night can run. */
  readonly isRequired?: boolean;
  /** What is lost, or what stands in, where it is absent. */
  readonly without: string;
}

const inWorkspace = ({ workspace }: ProbePlace): Params => ({ workspace, limit: 1 });

export const probes: readonly Probe[] = [
  {
    name: "people",
    path: "/users",
    params: (place) => ({ ...inWorkspace(place), opt_fields: "name,email,custom_fields.name" }),
    isRequired: true,
    without: "no capacity and no forecast by person",
  },
  {
    name: "workspace memberships",
    path: "/workspaces/{workspace}/workspace_memberships",
    params: () => ({ limit: 1, opt_fields: "is_active,user_task_list" }),
    without: "guests and people who left are not told apart; tasks outside any project are looked for by assignee",
  },
  {
    name: "teams",
    path: "/workspaces/{workspace}/teams",
    params: () => ({ limit: 1, opt_fields: "name" }),
    without: "no team totals, no headcount by team",
  },
  {
    name: "custom fields",
    path: "/workspaces/{workspace}/custom_fields",
    params: () => ({ limit: 1, opt_fields: "name" }),
    without: "estimates, points and skills come only from the settings of projects",
  },
  {
    name: "portfolios",
    path: "/portfolios",
    params: ({ workspace }) => ({ workspace, owner: "me", limit: 1, opt_fields: "name" }),
    without: "no portfolios; name projects or teams in scope instead",
  },
  {
    name: "task search",
    path: "/workspaces/{workspace}/tasks/search",
    params: () => ({ limit: 1, opt_fields: "name", sort_by: "modified_at" }),
    isSearch: true,
    without: "looks like a free plan: 150 requests a minute, and changed subtasks are found project by project",
  },
  {
    name: "time entries",
    path: "/time_tracking_entries",
    params: ({ workspace, today }) => ({
      workspace,
      entered_on_start_date: today,
      limit: 1,
      opt_fields: "duration_minutes,task.gid",
    }),
    without: "actual hours come from the actual-hours field alone, its nightly increase stands in for entries",
  },
  {
    name: "timesheet approvals",
    path: "/timesheet_approval_statuses",
    params: inWorkspace,
    without: "edits after approval are not noticed",
  },
  {
    name: "allocations",
    path: "/allocations",
    params: inWorkspace,
    without: "load rests on assigned tasks alone, without resource plans",
  },
  {
    name: "absence",
    path: "/ooo_entries",
    params: ({ workspace }) => ({ workspace, user: "me", limit: 1 }),
    without: "nobody is ever away; write absences as holidays with people into the config",
  },
  {
    name: "goals",
    path: "/goals",
    params: ({ workspace }) => ({ workspace, limit: 1, opt_fields: "name" }),
    without: "no goals in the warehouse",
  },
  {
    name: "budgets",
    path: "/budgets",
    params: ({ project }) => (project ? { parent: project } : undefined),
    without: "budgets come from the budget field alone",
  },
  {
    name: "rates",
    path: "/rates",
    params: ({ project }) => (project ? { parent: project, limit: 1 } : undefined),
    without: "no cost, only hours",
  },
];

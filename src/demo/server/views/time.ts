import type {
  Absence,
  Allocation,
  Budget,
  Category,
  Entry,
  Goal,
  Project,
  Rate,
  TimePeriod,
  Timesheet,
} from "../../world/types.ts";
import { one, part, parts, plain, type View } from "../view.ts";
import { personView, type WorkspaceRow, workspaceView } from "./people.ts";
import type { WorkViews } from "./work.ts";

const categoryView: View<Category> = {
  resourceType: "time_tracking_category",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    color: plain((row) => row.color),
    is_archived: plain((row) => row.isArchived),
  },
  compact: ["name", "color"],
  full: ["name", "color", "is_archived"],
};

const periodView: View<TimePeriod> = {
  resourceType: "time_period",
  gid: (row) => row.gid,
  fields: {
    display_name: plain((row) => row.name),
    period: plain((row) => row.period),
    start_on: plain((row) => row.startOn),
    end_on: plain((row) => row.endOn),
  },
  compact: ["display_name", "period", "start_on", "end_on"],
  full: ["display_name", "period", "start_on", "end_on"],
};

const goalView: View<Goal> = {
  resourceType: "goal",
  gid: (row) => row.gid,
  fields: {
    name: plain((row) => row.name),
    owner: one(
      () => personView,
      (row) => row.owner,
    ),
    due_on: plain((row) => row.dueOn),
    start_on: plain((row) => row.startOn),
    status: plain((row) => row.status),
    time_period: one(
      () => periodView,
      (row) => row.period,
    ),
    metric: part(
      () => metricView,
      (row) => row,
    ),
  },
  compact: ["name", "owner"],
  full: ["name", "owner", "due_on", "start_on", "status", "time_period", "metric"],
};

const metricView: View<Goal> = {
  resourceType: "goal_metric",
  gid: (row) => `${row.gid}1`,
  fields: {
    resource_subtype: plain(() => "number"),
    unit: plain(() => "none"),
    precision: plain(() => 0),
    initial_number_value: plain(() => 0),
    target_number_value: plain((row) => row.target),
    current_number_value: plain((row) => row.current),
  },
  compact: [
    "resource_subtype",
    "unit",
    "precision",
    "initial_number_value",
    "target_number_value",
    "current_number_value",
  ],
  full: [
    "resource_subtype",
    "unit",
    "precision",
    "initial_number_value",
    "target_number_value",
    "current_number_value",
  ],
};

const budgetAmounts: View<Budget>["fields"] = {
  budget_type: plain((row) => row.type),
  estimate: plain(() => ({ billable_status_filter: "any", source: "tasks", enabled: true })),
  actual: plain((row) => ({ billable_status_filter: "any", value: spent(row), units: unitsOf(row) })),
  total: plain((row) => ({ enabled: true, value: row.total, units: unitsOf(row) })),
};

const unitsOf = (budget: Budget): string => (budget.type === "time" ? "minutes" : (budget.currency ?? "USD"));

/** Minutes logged on the project, as the budget of a project counts them; cost budgets take a flat 80 an hour. */
function spent(budget: Budget): number {
  let minutes = 0;
  for (const section of budget.project.sections) for (const task of section.tasks) minutes += task.loggedMinutes;
  return budget.type === "time" ? minutes : Math.round((minutes / 60) * 80);
}

/** Views of time, money, absence and goals. */
export function timeViews(workspace: WorkspaceRow, { projectView, taskView }: WorkViews) {
  const entryView: View<Entry> = {
    resourceType: "time_tracking_entry",
    gid: (row) => row.gid,
    fields: {
      duration_minutes: plain((row) => row.minutes),
      entered_on: plain((row) => row.enteredOn),
      created_at: plain((row) => new Date(row.createdAt).toISOString()),
      billable_status: plain((row) => row.billable),
      approval_status: plain((row) => row.approval),
      description: plain((row) => row.description),
      created_by: one(
        () => personView,
        (row) => row.person,
      ),
      task: one(
        () => taskView,
        (row) => row.task,
      ),
      attributable_to: one(
        () => projectView,
        (row) => row.project,
      ),
      categories: parts(
        () => categoryView,
        (row) => (row.category ? [row.category] : []),
      ),
    },
    compact: ["duration_minutes", "entered_on", "attributable_to", "created_by", "categories"],
    full: [
      ...["duration_minutes", "entered_on", "attributable_to", "created_by", "categories", "task", "created_at"],
      ...["approval_status", "billable_status", "description"],
    ],
  };
  const timesheetView: View<Timesheet> = {
    resourceType: "timesheet_approval_status",
    gid: (row) => row.gid,
    fields: {
      created_at: plain((row) => row.createdAt),
      start_date: plain((row) => row.startOn),
      end_date: plain((row) => row.endOn),
      approval_status: plain((row) => row.status),
      user: one(
        () => personView,
        (row) => row.person,
      ),
      workspace: one(
        () => workspaceView,
        () => workspace,
      ),
    },
    compact: ["created_at", "user", "workspace", "start_date", "end_date", "approval_status"],
    full: ["created_at", "user", "workspace", "start_date", "end_date", "approval_status"],
  };
  const absenceView: View<Absence> = {
    resourceType: "ooo_entry",
    gid: (row) => row.gid,
    fields: {
      start_date: plain((row) => row.startOn),
      end_date: plain((row) => row.endOn),
      user: one(
        () => personView,
        (row) => row.person,
      ),
      created_by: one(
        () => personView,
        (row) => row.person,
      ),
    },
    compact: ["start_date", "end_date", "user", "created_by"],
    full: ["start_date", "end_date", "user", "created_by"],
  };
  const parent = one(
    () => projectView,
    (row: { project: Project }) => row.project,
  );
  const allocationView: View<Allocation> = {
    resourceType: "allocation",
    gid: (row) => row.gid,
    fields: {
      resource_subtype: plain(() => "project_allocation"),
      start_date: plain((row) => row.startOn),
      end_date: plain((row) => row.endOn),
      effort: plain((row) => row.effort),
      assignee: one(
        () => personView,
        (row) => row.assignee,
      ),
      parent,
      created_by: one(
        () => personView,
        (row) => row.project.owner,
      ),
    },
    compact: ["start_date", "end_date", "effort", "assignee", "created_by", "parent", "resource_subtype"],
    full: ["start_date", "end_date", "effort", "assignee", "created_by", "parent", "resource_subtype"],
  };
  const budgetView: View<Budget> = {
    resourceType: "budget",
    gid: (row) => row.gid,
    fields: { ...budgetAmounts, parent },
    compact: ["budget_type", "estimate", "actual", "total", "parent"],
    full: ["budget_type", "estimate", "actual", "total", "parent"],
  };
  const rateView: View<Rate> = {
    resourceType: "rate",
    gid: (row) => row.gid,
    fields: {
      rate: plain((row) => row.rate),
      currency_code: plain((row) => row.currency),
      parent,
      resource: one(
        () => personView,
        (row) => row.person,
      ),
      created_by: one(
        () => personView,
        (row) => row.project.owner,
      ),
    },
    compact: ["parent", "resource", "rate", "currency_code", "created_by"],
    full: ["parent", "resource", "rate", "currency_code", "created_by"],
  };
  return {
    entryView,
    categoryView,
    timesheetView,
    absenceView,
    allocationView,
    budgetView,
    rateView,
    goalView,
    periodView,
  };
}

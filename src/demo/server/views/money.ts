import type { Allocation, Budget, Project, Rate } from "../../world/types.ts";
import { one, plain, type View } from "../view.ts";
import { personView } from "./people.ts";
import { projectView } from "./projects.ts";

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

const parent = one(
  () => projectView,
  (row: { project: Project }) => row.project,
);
export const allocationView: View<Allocation> = {
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
export const budgetView: View<Budget> = {
  resourceType: "budget",
  gid: (row) => row.gid,
  fields: { ...budgetAmounts, parent },
  compact: ["budget_type", "estimate", "actual", "total", "parent"],
  full: ["budget_type", "estimate", "actual", "total", "parent"],
};
export const rateView: View<Rate> = {
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

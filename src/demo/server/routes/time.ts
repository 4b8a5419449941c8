import type { Entry } from "../../world/types.ts";
import { cached } from "../cache.ts";
import { type Call, get, list, type Route, record, unpaged } from "../call.ts";
import { badRequest, missing, unknownInPath } from "../errors.ts";
import { findPerson, fromPath, fromQuery, needWorkspace, taskInPath } from "../find.ts";
import type { Views } from "../views.ts";

/** Time, absence, capacity, money and goals. */
export const timeRoutes = (views: Views): Route[] => [
  get(
    "getTimeTrackingEntries",
    "/time_tracking_entries",
    (call) => list(views.entryInList, entriesAsked(call)),
    "time",
  ),
  get(
    "getTimeTrackingEntriesForTask",
    "/tasks/{task_gid}/time_tracking_entries",
    (call) => list(views.entry, taskInPath(call).entries),
    "time",
  ),
  get(
    "getTimeTrackingEntry",
    "/time_tracking_entries/{time_tracking_entry_gid}",
    (call) =>
      record(views.entry, fromPath(call.world.entries, ["time_tracking_entry", call.params.time_tracking_entry_gid])),
    "time",
  ),
  get(
    "getTimeTrackingCategories",
    "/time_tracking_categories",
    (call) => {
      needWorkspace(call, true);
      const all = [...call.world.categories.values()];
      const archived = call.query.get("is_archived");
      return list(views.category, archived === "true" ? all : all.filter((one) => !one.isArchived));
    },
    "time",
  ),
  get(
    "getTimesheetApprovalStatuses",
    "/timesheet_approval_statuses",
    (call) => {
      needWorkspace(call, true);
      return list(views.timesheet, timesheetsAsked(call));
    },
    "time",
  ),
  get(
    "getOooEntries",
    "/ooo_entries",
    (call) => {
      const reference = call.query.get("user");
      if (reference === null) throw missing("user");
      needWorkspace(call, true);
      const person = findPerson(call.world, reference);
      if (!person) throw unknownInPath("user", reference);
      const { from, to } = range(call, ["start_date", "end_date"]);
      const rows = [...call.world.absences.values()].filter(
        (one) => one.person === person && one.endOn >= from && one.startOn <= to,
      );
      return list(views.absence, rows);
    },
    "capacity",
  ),
  get(
    "getAllocations",
    "/allocations",
    (call) => {
      const { query } = call;
      if (!["parent", "assignee", "workspace"].some((name) => query.has(name))) throw missing("parent");
      needWorkspace(call, false);
      const rows = [...call.world.allocations.values()].filter(
        (one) =>
          (!query.has("parent") || one.project.gid === query.get("parent")) &&
          (!query.has("assignee") || one.assignee.gid === query.get("assignee")),
      );
      return list(views.allocation, rows);
    },
    "capacity",
  ),
  get(
    "getBudgets",
    "/budgets",
    (call) => {
      const project = fromQuery(call, call.world.projects, "parent");
      if (!project) throw missing("parent");
      return unpaged(
        views.budget,
        [...call.world.budgets.values()].filter((one) => one.project === project),
      );
    },
    "money",
  ),
  get(
    "getRates",
    "/rates",
    (call) => {
      const project = fromQuery(call, call.world.projects, "parent");
      if (!project) throw missing("parent");
      const resource = call.query.get("resource");
      return list(
        views.rate,
        [...call.world.rates.values()].filter(
          (one) => one.project === project && (resource === null || one.person.gid === resource),
        ),
      );
    },
    "money",
  ),
  get("getGoals", "/goals", (call) => list(views.goal, call.world.goals.values()), "goals"),
  get("getTimePeriods", "/time_periods", (call) => {
    needWorkspace(call, true);
    return list(views.period, call.world.periods.values());
  }),
];

/** At least one filter; a workspace needs a date besides. */
function entriesAsked(call: Call): readonly Entry[] {
  const { query, world } = call;
  const filters = ["task", "attributable_to", "portfolio", "user", "workspace", "timesheet_approval_status"];
  if (!filters.some((name) => query.has(name))) throw badRequest("You must specify at least one filter");
  const isBounded = query.has("entered_on_start_date") || query.has("entered_on_end_date");
  needWorkspace(call, false);
  if (query.has("workspace") && !isBounded) {
    throw badRequest("workspace: entered_on_start_date or entered_on_end_date must be given with workspace");
  }
  const task = fromQuery(call, world.tasks, "task");
  const { from, to } = range(call, ["entered_on_start_date", "entered_on_end_date"]);
  if (task) return task.entries.filter((entry) => entry.enteredOn >= from && entry.enteredOn <= to);
  return cached(world, `entries:${filters.map((name) => query.get(name)).join()}:${from}:${to}`, () =>
    entriesBetween(call, from, to).filter(entryTest(call)),
  );
}

function entriesBetween(call: Call, from: string, to: string): Entry[] {
  const { entriesByDay } = call.world;
  const days = [...entriesByDay.keys()].filter((day) => day >= from && day <= to).sort();
  return days.flatMap((day) => [...(entriesByDay.get(day) ?? [])]);
}

function entryTest(call: Call): (entry: Entry) => boolean {
  const { query, world } = call;
  const user = query.get("user");
  const person = user === null ? null : findPerson(world, user);
  const attributed = query.get("attributable_to");
  const portfolio = fromQuery(call, world.portfolios, "portfolio");
  const sheet = fromQuery(call, world.timesheets, "timesheet_approval_status");
  return (entry) =>
    (person === null || entry.person === person) &&
    (attributed === null || entry.project?.gid === attributed) &&
    (!portfolio || portfolio.items.some((item) => item.item === entry.project)) &&
    (!sheet || (entry.person === sheet.person && entry.enteredOn >= sheet.startOn && entry.enteredOn <= sheet.endOn));
}

function timesheetsAsked(call: Call) {
  const { query, world } = call;
  const { from, to } = range(call, ["from_date", "to_date"]);
  const statuses = query.get("approval_statuses")?.toUpperCase().split(",");
  const user = query.get("user");
  return [...world.timesheets.values()].filter(
    (one) =>
      one.endOn >= from &&
      one.startOn <= to &&
      (user === null || one.person.gid === user) &&
      (!statuses || statuses.includes(one.status)),
  );
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function range(call: Call, [start, end]: readonly [string, string]): { from: string; to: string } {
  for (const name of [start, end]) {
    const value = call.query.get(name);
    if (value !== null && !DAY.test(value)) throw badRequest(`${name}: Invalid date: ${value}`);
  }
  const from = call.query.get(start) ?? "0000-01-01";
  const to = call.query.get(end) ?? "9999-12-31";
  return { from, to };
}

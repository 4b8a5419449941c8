import { changeEntry, deleteEntry, logTime } from "../../world/tasks.ts";
import { type Call, created, empty, type Route, record, write } from "../call.ts";
import { badRequest, missing } from "../errors.ts";
import { fromBody, fromPath, taskInPath } from "../find.ts";
import type { Views } from "../views.ts";
import { checkProperties, dayOf, listOf, only, textOf, wordOf } from "../write/properties.ts";

const ENTRY = only("duration_minutes", "entered_on", "attributable_to", "billable_status", "description", "categories");

/** Writes on time: entries of the token's user, and decisions on timesheets. */
export const timeWrites = (views: Views): Route[] => [
  write(
    "createTimeTrackingEntry",
    ["POST", "/tasks/{task_gid}/time_tracking_entries"],
    (call) => {
      const task = taskInPath(call);
      const given = entryOf(call);
      if (given.minutes === undefined) throw missing("duration_minutes");
      const { minutes, enteredOn = call.actor.at.slice(0, 10), ...rest } = given;
      const createdAt = call.now.getTime();
      return created(
        views.entry,
        logTime(call.world, { ...rest, task, person: call.world.me, minutes, enteredOn, createdAt }),
      );
    },
    "time",
  ),
  write(
    "updateTimeTrackingEntry",
    ["PUT", "/time_tracking_entries/{time_tracking_entry_gid}"],
    (call) => {
      const entry = entryInPath(call);
      changeEntry(call.world, entry, entryOf(call));
      return record(views.entry, entry);
    },
    "time",
  ),
  write(
    "deleteTimeTrackingEntry",
    ["DELETE", "/time_tracking_entries/{time_tracking_entry_gid}"],
    (call) => {
      deleteEntry(call.world, entryInPath(call));
      return empty;
    },
    "time",
  ),
  write(
    "updateTimesheetApprovalStatus",
    ["PUT", "/timesheet_approval_statuses/{timesheet_approval_status_gid}"],
    (call) => {
      checkProperties(call.data, only("approval_status", "message"));
      const gid = call.params.timesheet_approval_status_gid;
      const sheet = fromPath(call.world.timesheets, ["timesheet_approval_status", gid]);
      const to = wordOf(call.data, "approval_status", ["submitted", "draft", "approved", "rejected"]);
      if (to === undefined) throw missing("approval_status");
      sheet.status = to.toUpperCase() as typeof sheet.status;
      call.world.version += 1;
      return record(views.timesheet, sheet);
    },
    "time",
  ),
];

const entryInPath = (call: Call) =>
  fromPath(call.world.entries, ["time_tracking_entry", call.params.time_tracking_entry_gid]);

function entryOf(call: Call) {
  const { data, world } = call;
  checkProperties(data, ENTRY);
  const minutes = data.duration_minutes;
  if (minutes !== undefined && !(typeof minutes === "number" && Number.isInteger(minutes) && minutes > 0)) {
    throw badRequest("duration_minutes: Must be a positive whole number");
  }
  const enteredOn = dayOf(data, "entered_on");
  const description = textOf(data, "description");
  const billable = wordOf(data, "billable_status", ["billable", "nonBillable", "notApplicable"]);
  const [category] = (listOf(data, "categories") ?? []).map((gid) => fromBody(world.categories, ["categories", gid]));
  const project =
    data.attributable_to == null ? undefined : fromBody(world.projects, ["attributable_to", data.attributable_to]);
  return {
    ...(minutes !== undefined && { minutes }),
    ...(enteredOn != null && { enteredOn }),
    ...(description !== undefined && { description }),
    ...(billable !== undefined && { billable: billable as "billable" | "nonBillable" | "notApplicable" }),
    ...(category && { category }),
    ...(project && { project }),
  };
}

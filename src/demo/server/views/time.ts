import type { Absence, Category, Entry, Timesheet } from "../../world/types.ts";
import { one, parts, plain, type View } from "../view.ts";
import { personView } from "./people.ts";
import { projectView } from "./projects.ts";
import { taskView } from "./tasks.ts";
import { workspaceView } from "./teams.ts";

export const categoryView: View<Category> = {
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

export const entryView: View<Entry> = {
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
export const timesheetView: View<Timesheet> = {
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
      (row) => row.person.workspace,
    ),
  },
  compact: ["created_at", "user", "workspace", "start_date", "end_date", "approval_status"],
  full: ["created_at", "user", "workspace", "start_date", "end_date", "approval_status"],
};
export const absenceView: View<Absence> = {
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

import { timesheetApprovalStatus } from "../../asana/schema/time.ts";
import { addDays } from "../days.ts";
import { resource } from "../resource.ts";

const recentDays = 35;

/** One row per person and week; weeks long gone seldom change, so they are read in turn. */
export const timesheetApprovalStatuses = resource({
  name: "timesheet_approval_statuses",
  columns: { user_gid: "text", start_date: "date", end_date: "date", approval_status: "text" },
  rotatesAlways: true,
  schema: timesheetApprovalStatus,
  listings: ({ workspaceGid, asOf, historyDays }) => {
    const recent = addDays(asOf, -recentDays);
    const common = { path: "/timesheet_approval_statuses" };
    return [
      {
        ...common,
        key: "recent",
        isRecent: true,
        params: { workspace: workspaceGid, from_date: recent, to_date: addDays(asOf, 14) },
      },
      {
        ...common,
        key: "older",
        params: { workspace: workspaceGid, from_date: addDays(asOf, -historyDays), to_date: addDays(recent, -1) },
      },
    ];
  },
  itemPath: (gid) => `/timesheet_approval_statuses/${gid}`,
  row: (item) => ({
    gid: item.gid,
    user_gid: item.user?.gid,
    start_date: item.start_date,
    end_date: item.end_date,
    approval_status: item.approval_status,
  }),
});

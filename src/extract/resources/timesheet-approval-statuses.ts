import { timesheetApprovalStatus } from "../../asana/schema/time.ts";
import { dayNumber, dayOf } from "../days.ts";
import { resource } from "../resource.ts";

/** Thirteen weeks. */
const windowDays = 91;
const recentDays = 35;
const daysAhead = 14;

/** One row per person and week; weeks long gone seldom change, so they are read in turn. */
export const timesheetApprovalStatuses = resource({
  name: "timesheet_approval_statuses",
  columns: { user_gid: "text", start_date: "date", end_date: "date", approval_status: "text" },
  rotatesAlways: true,
  schema: timesheetApprovalStatus,
  listings: ({ workspaceGid, asOf, historyDays }) => {
    const today = dayNumber(asOf);
    const first = Math.floor((today - historyDays) / windowDays);
    const last = Math.floor((today + daysAhead) / windowDays);
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const start = (last - index) * windowDays;
      const end = start + windowDays - 1;
      const params = { workspace: workspaceGid, from_date: dayOf(start), to_date: dayOf(end) };
      const isRecent = end > today - recentDays;
      return { key: dayOf(start), path: "/timesheet_approval_statuses", params, isRecent };
    });
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

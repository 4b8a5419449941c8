import type { z } from "zod";
import { billableStatuses, timeApprovalStatuses, timeEntry } from "../../asana/schema/time.ts";
import { dayNumber, dayOf } from "../days.ts";
import { type Listing, resource, type Values, type World } from "../resource.ts";

/** Days in a window: a few thousand entries in a company of hundreds, far below where Asana cuts a listing. */
const windowDays = 7;
/** Entries of so many days back are read again every night; where the nights rotate, of fewer. */
const recentDays = 35;
const recentDaysInRotation = 14;

/**
 * Time entries of the whole workspace, by windows of days. Entries carry no change stamp and vanish without a trace, so
 * windows are read again: the recent ones every night, the older ones in turn.
 */
export const timeEntries = resource({
  name: "time_entries",
  columns: {
    task_gid: "text",
    user_gid: "text",
    entered_on: "date",
    duration_minutes: "count",
    created_at: "at",
    category_gid: "text",
    attributable_to_gid: "text",
    billable_status: "text",
    approval_status: "text",
    description: "text",
  },
  everyNights: 28,
  schema: timeEntry,
  listings: windows,
  rotatesAlways: true,
  covers: (listings) => ({ time_entries: listings.map(inWindow).join(" or ") || "false" }),
  itemPath: (gid) => `/time_tracking_entries/${gid}`,
  known: { billable_status: billableStatuses, approval_status: timeApprovalStatuses },
  row: timeEntryValues,
});

export function timeEntryValues(item: z.infer<typeof timeEntry>, { parent }: Listing): Values {
  return {
    gid: item.gid,
    task_gid: item.task?.gid ?? parent?.task_gid,
    user_gid: item.created_by?.gid,
    entered_on: item.entered_on,
    duration_minutes: item.duration_minutes,
    created_at: item.created_at,
    category_gid: item.categories?.[0]?.gid,
    attributable_to_gid: item.attributable_to?.gid,
    billable_status: item.billable_status,
    approval_status: item.approval_status,
    description: item.description,
  };
}

/** Windows lie on a fixed grid, so that each keeps its name from night to night; the last one has no end. */
function windows({ asOf, historyDays, workspaceGid, rotates, stateOf }: World): Listing[] {
  const today = dayNumber(asOf);
  const recent = dayOf(today - (rotates ? recentDaysInRotation : recentDays) + 1);
  const first = Math.floor((today - historyDays) / windowDays);
  const last = Math.floor(today / windowDays);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const start = dayOf((first + index) * windowDays);
    const end = first + index === last ? undefined : dayOf((first + index + 1) * windowDays - 1);
    const isRecent = !end || end >= recent;
    // The window where the recent days begin was read whole before; its older part waits for its turn.
    const isPart = isRecent && start < recent && Boolean(stateOf(start)?.complete_at);
    return {
      key: start,
      path: "/time_tracking_entries",
      params: { workspace: workspaceGid, entered_on_start_date: isPart ? recent : start, entered_on_end_date: end },
      isRecent,
      isPart,
    };
  });
}

function inWindow({ params }: Listing): string {
  const { entered_on_start_date: start, entered_on_end_date: end } = params ?? {};
  return `(entered_on >= '${start}'${end ? ` and entered_on <= '${end}'` : ""})`;
}

import type { Asana } from "../../asana/client.ts";
import { timesheetApprovalStatus } from "../../asana/schema/time.ts";
import { dayNumber, dayOf } from "../days.ts";
import { everybody } from "../everybody.ts";
import { type Listing, resource, type World } from "../resource.ts";

/** Thirteen weeks. */
const windowDays = 91;
const recentDays = 35;
const daysAhead = 14;
const daysOfWeek = 7;

/** One row per person and week; weeks long gone seldom change, so they are read in turn. */
export const timesheetApprovalStatuses = resource({
  name: "timesheet_approval_statuses",
  columns: { user_gid: "text", start_date: "date", end_date: "date", approval_status: "text" },
  rotatesAlways: true,
  schema: timesheetApprovalStatus,
  listings: (world) => {
    const today = dayNumber(world.asOf);
    const first = Math.floor((today - world.historyDays) / windowDays);
    const last = Math.floor((today + daysAhead) / windowDays);
    return Array.from({ length: last - first + 1 }, (_, index) => {
      const start = (last - index) * windowDays;
      const end = start + windowDays - 1;
      return { ...window(world, { key: dayOf(start), start, end }), isRecent: end > today - recentDays };
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

interface Days {
  readonly key: string;
  /** Numbers of days. */
  readonly start: number;
  readonly end: number;
}

/** Asana does not say whether a week that begins before the first day counts, so that day lies so far back that none is lost. */
const overlapDays = 6;

function window(world: World, { key, start, end }: Days): Listing {
  const path = "/timesheet_approval_statuses";
  const params = { workspace: world.workspaceGid, from_date: dayOf(start - overlapDays), to_date: dayOf(end) };
  const part = (from: number, to: number) =>
    window(world, { key: `${dayOf(from)}..${dayOf(to)}`, start: from, end: to });
  const byPerson = async (asana: Asana): Promise<Listing[]> =>
    (await everybody(asana, world)).map((user) => ({ key: `${key}/${user}`, path, params: { ...params, user } }));
  const middle = start + Math.floor((end - start) / 2);
  const isNarrow = end - start < daysOfWeek;
  return {
    key,
    path,
    params,
    split: isNarrow ? byPerson : async () => [part(start, middle), part(middle + 1, end)],
  };
}

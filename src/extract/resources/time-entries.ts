import type { z } from "zod";
import type { Asana, Page, Params } from "../../asana/client.ts";
import { AsanaError } from "../../asana/errors.ts";
import { billableStatuses, timeApprovalStatuses, timeEntry } from "../../asana/schema/time.ts";
import { addDays, dayNumber, dayOf } from "../days.ts";
import { everybody } from "../everybody.ts";
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
  // An entry may have moved to a day that waits for its turn; its task's minutes do not tell.
  refreshesFromItem: true,
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

/** Windows lie on a fixed grid, so that each keeps its name from night to night; the last one has no end. Newest first. */
function windows(world: World): Listing[] {
  const today = dayNumber(world.asOf);
  const recent = dayOf(today - (world.rotates ? recentDaysInRotation : recentDays) + 1);
  const first = Math.floor((today - world.historyDays) / windowDays);
  const last = Math.floor(today / windowDays);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const start = dayOf((last - index) * windowDays);
    const end = index === 0 ? undefined : dayOf((last - index + 1) * windowDays - 1);
    const isRecent = !end || end >= recent;
    // The window where the recent days begin was read whole before; its older part waits for its turn.
    const isPart = isRecent && start < recent && Boolean(world.stateOf(start)?.complete_at);
    return { ...window(world, { key: start, start: isPart ? recent : start, end }), isRecent, isPart };
  });
}

interface Days {
  readonly key: string;
  readonly start: string;
  readonly end: string | undefined;
}

function window(world: World, { key, start, end }: Days): Listing {
  const params = { workspace: world.workspaceGid, entered_on_start_date: start, entered_on_end_date: end };
  return { ...listingOf(key, params), split: (asana) => narrower(asana, world, { start, end, params }) };
}

const path = "/time_tracking_entries";

const listingOf = (key: string, params: Params): Listing => ({
  key,
  path,
  params,
  pages: (asana, { fields, from }) => withTasks(asana.list(path, { ...params, opt_fields: fields }, from)),
});

/** Half the days; those to come apart from the window that has begun; a day (or what lies ahead) person by person. */
async function narrower(
  asana: Asana,
  world: World,
  { start, end, params }: Omit<Days, "key"> & { readonly params: Params },
): Promise<Listing[]> {
  const last = end ?? addDays(start, windowDays - 1);
  const isAhead = !end && start > world.asOf;
  if (isAhead || start === end) {
    const people = await everybody(asana, world);
    return people.map((user) => listingOf(`${start}..${end ?? ""}/${user}`, { ...params, user }));
  }
  const cut = end ? dayOf(Math.floor((dayNumber(start) + dayNumber(last)) / 2)) : last;
  const halves = [
    { start, end: cut },
    { start: addDays(cut, 1), end },
  ];
  return halves.map((half) => window(world, { ...half, key: `${half.start}..${half.end ?? ""}` }));
}

/**
 * Entries that do not say which task they belong to are no use, and a list that is not there (404, even where it once
 * was) proves nothing gone: then the tasks are asked one by one.
 */
async function* withTasks(pages: AsyncGenerator<Page>): AsyncGenerator<Page> {
  try {
    for await (const page of pages) {
      if (page.rows.length && page.rows.every((row) => !row.task))
        throw notToBeHad("the workspace's list of time entries does not name their tasks");
      yield page;
    }
  } catch (error) {
    const isMissing = error instanceof AsanaError && error.status === 404;
    throw isMissing ? notToBeHad("the workspace's list of time entries is not there") : error;
  }
}

const notToBeHad = (message: string): AsanaError =>
  new AsanaError({ method: "GET", path: "/time_tracking_entries", status: 402, code: "replaced", messages: [message] });

function inWindow({ params }: Listing): string {
  const { entered_on_start_date: start, entered_on_end_date: end, user } = params ?? {};
  return `(entered_on >= '${start}'${end ? ` and entered_on <= '${end}'` : ""}${user ? ` and user_gid = '${user}'` : ""})`;
}

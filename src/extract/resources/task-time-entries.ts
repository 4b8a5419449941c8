import type { Asana, Page } from "../../asana/client.ts";
import { AsanaError, isUnknownObject } from "../../asana/errors.ts";
import { timeEntry } from "../../asana/schema/time.ts";
import { quoteText } from "../../warehouse/database.ts";
import { resource, textList, type World } from "../resource.ts";
import { timeEntryValues } from "./time-entries.ts";

interface Task {
  readonly gid: string;
}

/** Tasks asked in one night; the rest waits for the next. */
const mostPerNight = 300;

/**
 * Entries of single tasks: where the minutes that Asana sums up for a task differ from those held, and of every task
 * with time where the workspace's list does not say which task an entry belongs to. Each task is asked in the night of its change and
 * once more: an entry that was deleted between the two lists counts as shown the first time.
 */
export const taskTimeEntries = resource({
  name: "task_time_entries",
  into: "time_entries",
  after: ["time_entries", "tasks", "task_changes", "subtasks", "own_tasks"],
  everyNights: 1,
  schema: timeEntry,
  listings: async (world) => {
    const tasks = await world.rows<Task>(disagreeing(await lacksTaskGids(world)));
    const flat = { isNarrowed: true };
    return tasks.map(({ gid }) => ({
      key: gid,
      path: "/time_tracking_entries",
      parent: { task_gid: gid },
      pages: (asana, { fields, from }) => entriesOf(asana, gid, { fields, from, flat, rows: world.rows }),
    }));
  },
  covers: (listings) => ({ time_entries: `task_gid in (${textList(listings)})` }),
  itemPath: (gid) => `/time_tracking_entries/${gid}`,
  row: timeEntryValues,
});

/** What the older list of one task documents; the flat one is known to give more. */
const listedFields = "created_by.gid,entered_on,duration_minutes,categories.gid,attributable_to.gid";

interface Reading {
  readonly fields: string;
  readonly from: string | undefined;
  /** Whether the flat list has been narrowed to a task so far; shared by all tasks of a night. */
  readonly flat: { isNarrowed: boolean };
  readonly rows: World["rows"];
}

/** What the older list of a task leaves out of its entries, as it is held. */
const heldOf = (task: string): string => `
  select gid, strftime(created_at, '%Y-%m-%dT%H:%M:%S.%gZ') as created_at, billable_status, approval_status, description
  from raw.time_entries where _to_seq is null and _deleted_at is null and task_gid = ${quoteText(task)}`;

/** The older list of a task. What it does not tell of an entry stays as the flat one told it before. */
async function* olderList(asana: Asana, task: string, { rows }: Reading): AsyncGenerator<Page> {
  const held = new Map((await rows<{ gid: string }>(heldOf(task))).map((row) => [row.gid, row]));
  for await (const page of asana.list(`/tasks/${task}/time_tracking_entries`, { opt_fields: listedFields })) {
    yield { ...page, rows: page.rows.map((row) => ({ ...held.get(String(row.gid)), ...row })) };
  }
}

/**
 * The flat list, narrowed to one task, tells everything. Where the server does not narrow it, or does not say whose the
 * entries are, the older list of the task is read, which holds no others.
 */
async function* entriesOf(asana: Asana, task: string, reading: Reading): AsyncGenerator<Page> {
  const { fields, from, flat } = reading;
  const own = () => olderList(asana, task, reading);
  if (!flat.isNarrowed) return yield* own();
  try {
    for await (const page of asana.list("/time_tracking_entries", { task, opt_fields: fields }, from)) {
      if (page.rows.some((row) => !isOf(row, task))) throw notNarrowed();
      yield page;
    }
  } catch (error) {
    const isLacking = error instanceof AsanaError && [400, 404, 405, 501].includes(error.status);
    // A task that went meanwhile tells nothing about the list.
    if (!isLacking || isUnknownObject(error)) throw error;
    flat.isNarrowed &&= !isNotNarrowed(error);
    yield* own();
  }
}

const isOf = (row: Record<string, unknown>, task: string): boolean =>
  (row.task as { gid?: unknown } | null | undefined)?.gid === task;

const notNarrowed = (): AsanaError =>
  new AsanaError({ method: "GET", path: "/time_tracking_entries", status: 400, code: "not-narrowed", messages: [""] });
const isNotNarrowed = (error: AsanaError): boolean => error.code === "not-narrowed" || error.status !== 400;

/** True where the list of the whole workspace was refused tonight, by the plan or because it names no tasks; empty windows tell nothing. */
async function lacksTaskGids({ rows }: World): Promise<boolean> {
  const [last] = await rows<{ is_absent: boolean | null }>(`
    select bool_or(state = 'absent') as is_absent from ledger.listings
    where source = 'time_entries' and seq = (select max(seq) from ledger.listings where source = 'time_entries')`);
  return last?.is_absent === true;
}

/** A task whose last entry went has no minutes at all; where no task has any, the token may not see them, and nothing is compared. Nor is a task that was not read tonight: its minutes are older than its entries. */
const disagreeing = (isFallback: boolean): string => `
  with minutes as (
    select task_gid, sum(duration_minutes) as held from raw.time_entries
    where _to_seq is null and _deleted_at is null group by task_gid
  )
  select gid from raw.tasks left join minutes on minutes.task_gid = tasks.gid
  where _to_seq is null and _deleted_at is null and coalesce(actual_time_minutes, 0) <> coalesce(held, 0)
    and exists (from raw.tasks where _to_seq is null and actual_time_minutes is not null)
    and gid in (select gid from ledger.seen where table_name = 'tasks')
    and gid not in (
      select listing from ledger.listings where source = 'task_time_entries' and complete_seq > tasks._from_seq
    )
  order by modified_at desc, gid ${isFallback ? "" : `limit ${mostPerNight}`}`;

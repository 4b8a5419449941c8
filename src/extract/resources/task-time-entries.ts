import { timeEntry } from "../../asana/schema/time.ts";
import { resource, textList, type World } from "../resource.ts";
import { timeEntryValues } from "./time-entries.ts";

interface Task {
  readonly gid: string;
}

/** Tasks asked in one night; the rest waits for the next. */
const mostPerNight = 300;

/**
 * Entries of single tasks: where the minutes that Asana sums up for a task differ from those held, and of every task
 * with time where the workspace's list does not say which task an entry belongs to. Each task is asked once per change.
 */
export const taskTimeEntries = resource({
  name: "task_time_entries",
  into: "time_entries",
  after: ["time_entries", "tasks", "task_changes", "subtasks", "own_tasks"],
  everyNights: 1,
  schema: timeEntry,
  listings: async (world) => {
    const tasks = await world.rows<Task>(disagreeing(await lacksTaskGids(world)));
    return tasks.map(({ gid }) => ({
      key: gid,
      path: `/tasks/${gid}/time_tracking_entries`,
      parent: { task_gid: gid },
    }));
  },
  covers: (listings) => ({ time_entries: `task_gid in (${textList(listings)})` }),
  itemPath: (gid) => `/time_tracking_entries/${gid}`,
  row: timeEntryValues,
});

/** True where the list of the whole workspace was refused tonight, by the plan or because it names no tasks; empty windows tell nothing. */
async function lacksTaskGids({ rows }: World): Promise<boolean> {
  const [last] = await rows<{ is_absent: boolean | null }>(`
    select bool_or(state = 'absent') as is_absent from ledger.listings
    where source = 'time_entries' and seq = (select max(seq) from ledger.listings where source = 'time_entries')`);
  return last?.is_absent === true;
}

const disagreeing = (isFallback: boolean): string => `
  with minutes as (
    select task_gid, sum(duration_minutes) as held from raw.time_entries
    where _to_seq is null and _deleted_at is null group by task_gid
  )
  select gid from raw.tasks left join minutes on minutes.task_gid = tasks.gid
  where _to_seq is null and _deleted_at is null and actual_time_minutes is not null
    and actual_time_minutes <> coalesce(held, 0)
    and gid not in (
      select listing from ledger.listings where source = 'task_time_entries' and complete_seq >= tasks._from_seq
    )
  order by modified_at desc, gid ${isFallback ? "" : `limit ${mostPerNight}`}`;

import type { Listing, World } from "./resource.ts";

interface Task {
  readonly gid: string;
}

/** One listing per task within the history that changed since this source last asked it. */
export async function changedTasks(
  world: World,
  source: "stories" | "attachments",
  listing: (gid: string) => Omit<Listing, "key">,
): Promise<Listing[]> {
  const tasks = await world.rows<Task>(`
    select tasks.gid from raw.tasks left join ledger.listings asked on asked.source = '${source}' and asked.listing = tasks.gid
    where _to_seq is null and _deleted_at is null and (asked.complete_seq is null or asked.complete_seq < _from_seq)
      and modified_at >= '${world.asOf}'::date - ${world.historyDays} order by tasks.gid`);
  return tasks.map(({ gid }) => ({ key: gid, ...listing(gid) }));
}

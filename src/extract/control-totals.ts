import type { Store } from "../warehouse/store.ts";

/** What Asana says against what the store holds, in one number each; the difference is explained or not. */
export interface ControlTotal {
  readonly asanaSays: number;
  readonly warehouseSays: number;
  readonly isExplained: boolean;
}

interface Totals {
  readonly asana: number | null;
  readonly held: number | null;
  readonly unexplained: number | null;
}

/**
 * Subtasks: the sum of num_subtasks; explained where the parent was asked and showed no more (private subtasks).
 * Minutes: the sum of actual_time_minutes; explained where the task was asked for its entries since it
 * changed, was not read tonight and so is older than its entries (`meta.sync_proof` looks closer), or is older than the
 * first day read and waits for its turn to be asked.
 */
const queries: Readonly<Record<string, string>> = {
  subtasks: `
    with current as (select gid, parent_gid, num_subtasks, _from_seq from raw.tasks where _to_seq is null and _deleted_at is null),
    children as (select parent_gid, count(*) as n from current where parent_gid is not null group by parent_gid),
    asked as (select listing, complete_seq from ledger.listings where source = 'subtasks')
    select sum(coalesce(num_subtasks, 0)) as asana, sum(coalesce(n, 0)) as held,
      count(*) filter (coalesce(num_subtasks, 0) <> coalesce(n, 0) and coalesce(complete_seq, 0) < _from_seq) as unexplained
    from current left join children on children.parent_gid = current.gid left join asked on asked.listing = current.gid`,
  time_entries: `
    with minutes as (
      select task_gid, sum(duration_minutes) as held from raw.time_entries
      where _to_seq is null and _deleted_at is null group by task_gid
    ), asked as (select listing, complete_seq from ledger.listings where source = 'task_time_entries'),
    first_day as (
      select min(try_cast(listing as date)) as day from ledger.listings where source = 'time_entries' and complete_seq is not null)
    select sum(actual_time_minutes) as asana, sum(coalesce(held, 0)) as held,
      count(*) filter (coalesce(actual_time_minutes, 0) <> coalesce(held, 0) and coalesce(complete_seq, 0) < _from_seq
        and gid in (select gid from ledger.seen where table_name = 'tasks')
        and not (coalesce(actual_time_minutes, 0) > coalesce(held, 0) and coalesce(created_at < (select day from first_day), false))
      ) as unexplained
    from raw.tasks left join minutes on minutes.task_gid = tasks.gid left join asked on asked.listing = tasks.gid
    where _to_seq is null and _deleted_at is null`,
};

/** The control total of a source; undefined where Asana gives none. */
export async function controlTotal(store: Store, source: string): Promise<ControlTotal | undefined> {
  const query = queries[source];
  if (!query) return undefined;
  const [totals] = await store.exclusive(() => store.database.rows<Totals>(query));
  if (!totals || totals.asana === null) return undefined;
  return { asanaSays: totals.asana, warehouseSays: totals.held ?? 0, isExplained: !totals.unexplained };
}

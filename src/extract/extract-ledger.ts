import type { Store } from "../warehouse/store.ts";

/** A killed run older than this is not resumed: what it read is too old. */
const resumeMilliseconds = 6 * 3_600_000;

/** Opens an extract run. Returns the number of the first of the killed runs that this one goes on with, if there are any. */
export async function beginExtract(
  store: Store,
  { seq, isFull }: { readonly seq: number; readonly isFull: boolean },
): Promise<number | undefined> {
  return store.transaction(async () => {
    const now = store.clock();
    const [killed] = await store.database.rows<{ first: number | null }>(
      `select min(seq) as first from ledger.extracts where started_at > $1::timestamp
         and seq > (select coalesce(max(seq), 0) from ledger.extracts where finished_at is not null)`,
      [new Date(now.getTime() - resumeMilliseconds).toISOString()],
    );
    await store.database.run(
      "insert or replace into ledger.extracts (seq, started_at, is_full) values ($1, $2::timestamp, $3)",
      [seq, now.toISOString(), isFull],
    );
    return killed?.first ?? undefined;
  });
}

/** Closes it and forgets what only a resumed run would need. */
export async function finishExtract(
  store: Store,
  seq: number,
  counts: { readonly requests: number; readonly planned: number | null },
): Promise<void> {
  await store.transaction(async () => {
    await store.database.run("delete from ledger.seen");
    await store.database.run(
      "update ledger.extracts set finished_at = $1::timestamp, number_of_requests = $2, planned_requests = $3 where seq = $4",
      [store.clock().toISOString(), counts.requests, counts.planned, seq],
    );
  });
}

/** Minutes by which every cursor lies back, for index lag and whatever else comes late. */
const overlapMinutes = 10;

/**
 * The instant since which tasks may have changed unseen: the newest change held, less the length of the last run (an
 * edit made while it ran may have been missed) and an overlap. All in Asana's own time, so that no clock matters.
 */
export async function readChangesSince(store: Store): Promise<string | undefined> {
  return store.exclusive(async () => {
    const [table] = await store.database.rows(
      "select 1 from information_schema.tables where table_schema = 'raw' and table_name = 'tasks'",
    );
    if (!table) return undefined;
    const [row] = await store.database.rows<{ since: string | null }>(`
      with last as (select finished_at - started_at as took from ledger.extracts where finished_at is not null order by seq desc limit 1)
      select (select max(modified_at) from raw.tasks where _to_seq is null) - took - interval ${overlapMinutes} minutes as since from last`);
    return row?.since ?? undefined;
  });
}

import type { Store } from "../warehouse/store.ts";

/** A killed run older than this is not resumed: what it read is too old. */
const resumeMilliseconds = 6 * 3_600_000;

interface Unfinished {
  readonly seq: number;
  readonly started_at: string;
}

/** Opens an extract run. Returns the number of the killed run that this one goes on with, if there is one. */
export async function beginExtract(
  store: Store,
  { seq, isFull }: { readonly seq: number; readonly isFull: boolean },
): Promise<number | undefined> {
  return store.transaction(async () => {
    const now = store.clock();
    const [last] = await store.database.rows<Unfinished & { finished_at: string | null }>(
      "select seq, started_at, finished_at from ledger.extracts order by seq desc limit 1",
    );
    await store.database.run(
      "insert or replace into ledger.extracts (seq, started_at, is_full) values ($1, $2::timestamp, $3)",
      [seq, now.toISOString(), isFull],
    );
    const isKilled = last && !last.finished_at && now.getTime() - Date.parse(last.started_at) < resumeMilliseconds;
    return isKilled ? last.seq : undefined;
  });
}

/** Closes it and forgets what only a resumed run would need. */
export async function finishExtract(store: Store, seq: number, numberOfRequests: number): Promise<void> {
  await store.transaction(async () => {
    await store.database.run("delete from ledger.seen");
    await store.database.run(
      "update ledger.extracts set finished_at = $1::timestamp, number_of_requests = $2 where seq = $3",
      [store.clock().toISOString(), numberOfRequests, seq],
    );
  });
}

import { quoteName, quoteText } from "./database.ts";
import { columnTypes } from "./dictionary.ts";
import type { RawTable } from "./raw-table.ts";
import type { Store } from "./store.ts";

export interface MergeCounts {
  /** Objects never seen before. */
  readonly added: number;
  /** Objects whose row differs from the version held. */
  readonly changed: number;
}

/**
 * Turns the pages that arrived for a table into versions: unchanged rows stay untouched, a changed row closes its
 * version and opens a new one; within the same run it replaces it. Can be repeated without harm.
 */
export async function mergeIncoming(store: Store, table: RawTable, seq: number): Promise<MergeCounts> {
  return store.transaction(() => merge(store, table, seq));
}

async function merge({ database }: Store, table: RawTable, seq: number): Promise<MergeCounts> {
  const name = `raw.${quoteName(table.name)}`;
  await database.run(`create or replace temp table arrived as
    select last.gid, last.at, md5(incoming.row) as hash
    from (select gid, max(rowid) as at from ledger.incoming where table_name = ${quoteText(table.name)} group by gid) last
    join ledger.incoming on incoming.rowid = last.at`);
  await database.run(`create or replace temp table changed as
    select arrived.gid, arrived.at, arrived.hash, held._first_seq as first_seq
    from arrived left join ${name} held on held.gid = arrived.gid and held._to_seq is null
    where held.gid is null or held._hash <> arrived.hash or held._deleted_at is not null`);
  const [counts] = await database.rows<MergeCounts & { readonly total: number }>(
    "select count(*) filter (first_seq is null) as added, count(*) filter (first_seq is not null) as changed, count(*) as total from changed",
  );
  const { total, ...found } = counts!;
  // Most tables are as they were: a night is hundreds of small statements, so none is run for nothing.
  if (total > 0) await writeVersions(database, { name, table, seq });
  await database.run(`
    insert into ledger.seen select ${quoteText(table.name)}, gid from arrived;
    delete from ledger.incoming where table_name = ${quoteText(table.name)};
    drop table arrived;
    drop table changed`);
  return Object.keys(table.columns).length ? found : { added: 0, changed: 0 };
}

/** Expects the temporary table `changed(gid, at, hash, first_seq)`. */
async function writeVersions(
  database: Store["database"],
  { name, table, seq }: { readonly name: string; readonly table: RawTable; readonly seq: number },
): Promise<void> {
  await closeVersions(database, name, seq);
  await database.run(`insert into ${name} by name
    select changed.gid, unnest(json_transform(row, ${quoteText(JSON.stringify(jsonTypes(table)))})),
      ${seq}::bigint as _from_seq, null::bigint as _to_seq, coalesce(first_seq, ${seq}) as _first_seq, hash as _hash,
      null::timestamp as _deleted_at, null::varchar as _deleted_reason
    from changed join ledger.incoming on incoming.rowid = changed.at`);
}

/** Expects the temporary table `changed(gid)`. */
async function closeVersions(database: Store["database"], name: string, seq: number): Promise<void> {
  await database.run(
    `delete from ${name} where _to_seq is null and _from_seq = ${seq} and gid in (select gid from changed)`,
  );
  await database.run(`update ${name} set _to_seq = ${seq} where _to_seq is null and gid in (select gid from changed)`);
}

/** Marks objects as gone from this run on: a version of its own, so that what was known before stays known. */
export async function markDeleted(
  store: Store,
  table: RawTable,
  gone: { readonly gids: readonly string[]; readonly reason: string; readonly seq: number },
): Promise<void> {
  if (!gone.gids.length) return;
  const { database } = store;
  const name = `raw.${quoteName(table.name)}`;
  const at = quoteText(store.clock().toISOString());
  await store.transaction(async () => {
    await database.run(`create or replace temp table changed as
      select held.* from ${name} held where held._to_seq is null and held._deleted_at is null
        and held.gid in (select unnest(${listOf(gone.gids)}))`);
    await closeVersions(database, name, gone.seq);
    await database.run(`insert into ${name} by name
      select * replace (${gone.seq}::bigint as _from_seq, null::bigint as _to_seq, ${at}::timestamp as _deleted_at, ${quoteText(gone.reason)} as _deleted_reason)
      from changed`);
    await database.run("drop table changed");
  });
}

const listOf = (texts: readonly string[]): string => `[${texts.map(quoteText).join(", ")}]::varchar[]`;

/** The shape that DuckDB's json_transform takes. */
const jsonTypes = (table: RawTable): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(table.columns).map(([name, type]) => [name, type === "texts" ? ["VARCHAR"] : columnTypes[type]]),
  );

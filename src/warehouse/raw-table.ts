import { quoteName } from "./database.ts";
import { type ColumnType, columnTypes } from "./dictionary.ts";
import type { Store } from "./store.ts";

/** Business columns of a raw table, in order; every raw table also has `gid` and the columns of its versions. */
export type RawColumns = Readonly<Record<string, ColumnType>>;

export interface RawTable {
  readonly name: string;
  readonly columns: RawColumns;
}

/** What the store keeps with each version: the runs that saw it come and go, and when the object was noticed to be gone. */
const versionColumns = {
  _from_seq: "bigint",
  _to_seq: "bigint",
  _first_seq: "bigint",
  _hash: "varchar",
  _deleted_at: "timestamp",
  _deleted_reason: "varchar",
} as const;

/** Makes the raw tables, and adds columns that a newer version of Plimsoll declares. */
export async function ensureRawTables(store: Store, tables: readonly RawTable[]): Promise<void> {
  for (const table of tables) await store.exclusive(() => ensure(store, table));
}

async function ensure({ database }: Store, table: RawTable): Promise<void> {
  const columns = Object.entries({ gid: "text", ...table.columns } as RawColumns);
  const declared = [
    ...columns.map(([name, type]) => [name, columnTypes[type]] as const),
    ...Object.entries(versionColumns),
  ];
  await database.run(
    `create table if not exists raw.${quoteName(table.name)} (${declared.map(([name, type]) => `${quoteName(name)} ${type}`).join(", ")})`,
  );
  for (const [name, type] of declared) {
    await database.run(`alter table raw.${quoteName(table.name)} add column if not exists ${quoteName(name)} ${type}`);
  }
}

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
  await store.transaction(async () => {
    const rows = await store.database.rows<{ name: string }>(
      "select table_name || '.' || column_name as name from duckdb_columns() where database_name = current_database() and schema_name = 'raw'",
    );
    const held = new Set(rows.map(({ name }) => name));
    for (const statement of tables.flatMap((table) => missingParts(table, held))) await store.database.run(statement);
  });
}

function missingParts(table: RawTable, held: ReadonlySet<string>): string[] {
  const name = `raw.${quoteName(table.name)}`;
  const business = Object.entries({ gid: "text", ...table.columns } as RawColumns);
  const columns = [
    ...business.map(([column, type]) => [column, columnTypes[type]] as const),
    ...Object.entries(versionColumns),
  ];
  const define = ([column, type]: readonly [string, string]) => `${quoteName(column)} ${type}`;
  if (!held.has(`${table.name}.gid`)) return [`create table ${name} (${columns.map(define).join(", ")})`];
  return columns
    .filter(([column]) => !held.has(`${table.name}.${column}`))
    .map((column) => `alter table ${name} add column ${define(column)}`);
}

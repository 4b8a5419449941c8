import type { ModelInput, ModelNode, ModelRow } from "../../../src/models/node.ts";
import { type Database, openDatabase, quoteName } from "../../../src/warehouse/database.ts";
import { columnTypes, readDictionary } from "../../../src/warehouse/dictionary.ts";
import { settings } from "../../support/model-settings.ts";

export const asOf = "2026-11-16";

const dictionary = readDictionary();

/** An empty warehouse in memory with every table of the dictionary. */
export async function openMarts(): Promise<Database> {
  const database = await openDatabase(":memory:");
  await database.run("create schema marts; create schema meta; create schema staging");
  for (const table of dictionary.values()) {
    const columns = table.columns.map((column) => `${quoteName(column.name)} ${columnTypes[column.type]}`);
    await database.run(`create table ${table.name} (${columns.join(", ")})`);
  }
  await database.run(
    "create table staging.stg_forecasts as select 1::bigint as seq, * exclude (features) from marts.forecasts",
  );
  return database;
}

/** Appends rows; columns that a row leaves out are null. */
export async function insert(database: Database, table: string, rows: readonly ModelRow[]): Promise<void> {
  const { columns } = dictionary.get(table)!;
  const structure = JSON.stringify([Object.fromEntries(columns.map(({ name, type }) => [name, columnTypes[type]]))]);
  for (let from = 0; from < rows.length; from += 5000) {
    await database.run(
      `insert into ${table} by name select r.* from (select unnest(from_json($1::json, '${structure}')) as r)`,
      [JSON.stringify(rows.slice(from, from + 5000))],
    );
  }
}

/** Runs a node on the tables, puts its rows where they belong, and returns them. Fails on a column that is missing or too much. */
export async function runNode(
  node: ModelNode,
  database: Database,
  given: Partial<Pick<ModelInput, "asOf" | "seed" | "settings">> = {},
): Promise<Readonly<Record<string, readonly ModelRow[]>>> {
  const written = await node.run({
    rows: (sql) => database.rows(sql),
    ...{ asOf, seed: 1, runId: "20261116T020000Z-test", settings, ...given },
  });
  for (const [table, rows] of Object.entries(written)) {
    const wanted = dictionary.get(table)!.columns.map((column) => column.name);
    for (const row of rows) {
      const missing = wanted.filter((name) => row[name] === undefined);
      const extra = Object.keys(row).filter((name) => !wanted.includes(name));
      if (missing.length + extra.length > 0) throw new Error(`${table}: missing ${missing}, extra ${extra}`);
    }
    await insert(database, table, rows);
  }
  return written;
}

/** Cells that are NaN or infinite, as table.column. */
export function badNumbers(written: Readonly<Record<string, readonly ModelRow[]>>): string[] {
  return Object.entries(written).flatMap(([table, rows]) =>
    rows.flatMap((row) =>
      Object.entries(row)
        .filter(([, cell]) => typeof cell === "number" && !Number.isFinite(cell))
        .map(([name]) => `${table}.${name}`),
    ),
  );
}

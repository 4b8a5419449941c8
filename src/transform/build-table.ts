import { messageOf } from "../errors.ts";
import type { ModelRow } from "../models/node.ts";
import { type Database, quoteName, quoteText } from "../warehouse/database.ts";
import { columnTypes, type DictionaryTable } from "../warehouse/dictionary.ts";
import type { SqlFile } from "./sql-models.ts";

/** Creates a table of the dictionary, empty, with the dictionary's columns and types. */
export async function createEmptyTable(db: Database, table: DictionaryTable): Promise<void> {
  const columns = table.columns.map((column) => `${quoteName(column.name)} ${columnTypes[column.type]}`);
  await db.run(`create or replace table ${table.name} (${columns.join(", ")})`);
}

/**
 * Runs a SQL model into its table, sorted by grain so that the same rows always lie in the same order.
 * A table of the dictionary must yield exactly the dictionary's columns in its order; values are cast to its types.
 */
export async function buildSqlTable(db: Database, file: SqlFile, declared: DictionaryTable | undefined): Promise<void> {
  const grain = declared?.grain ?? file.header.grain;
  const order = grain.length > 0 ? ` order by ${grain.map(quoteName).join(", ")}` : "";
  try {
    if (!declared) {
      await db.run(`create or replace table ${file.name} as select * from (${file.sql}\n)${order}`);
      return;
    }
    await assertColumns(db, file, declared);
    const casts = declared.columns.map((column) => castOf(column.name, columnTypes[column.type]));
    await createEmptyTable(db, declared);
    await db.run(`insert into ${file.name} select ${casts.join(", ")} from (${file.sql}\n)${order}`);
  } catch (error) {
    throw new Error(`${file.name}: ${messageOf(error)}`, { cause: error });
  }
}

const castOf = (name: string, type: string) => `cast(${quoteName(name)} as ${type}) as ${quoteName(name)}`;

async function assertColumns(db: Database, file: SqlFile, declared: DictionaryTable): Promise<void> {
  const rows = await db.rows<{ column_name: string }>(`describe ${file.sql}`);
  const found = rows.map((row) => row.column_name);
  const wanted = declared.columns.map((column) => column.name);
  if (found.join() === wanted.join()) return;
  const missing = wanted.filter((name) => !found.includes(name));
  const extra = found.filter((name) => !wanted.includes(name));
  throw new Error(
    `the columns differ from the dictionary (missing: ${missing.join(", ") || "none"}; unknown: ${extra.join(", ") || "none"}${missing.length + extra.length === 0 ? "; only the order differs" : ""})`,
  );
}

/** Inserts rows of a TypeScript model into a new table of the dictionary, sorted by grain. Every column must be given. */
export async function buildRowsTable(db: Database, table: DictionaryTable, rows: readonly ModelRow[]): Promise<void> {
  assertRows(table, rows);
  await createEmptyTable(db, table);
  const structure = table.columns.map((column) => `${JSON.stringify(column.name)}: "${columnTypes[column.type]}"`);
  const texts = table.columns.map((column) => castOf(column.name, columnTypes[column.type]));
  for (let start = 0; start < rows.length; start += rowsPerInsert) {
    const chunk = rows.slice(start, start + rowsPerInsert).map((row) => encode(table, row));
    await db.run(
      `insert into ${table.name} select ${texts.join(", ")} from (
        select unnest(from_json($1::json, ${quoteText(`[{${structure.join(", ").replaceAll("VARCHAR[]", "JSON")}}]`)}), max_depth := 2))`,
      [JSON.stringify(chunk)],
    );
  }
  const order = table.grain.map(quoteName).join(", ");
  await db.run(`create or replace table ${table.name} as from ${table.name} order by ${order}`);
}

/** DuckDB parses a text whole, at many times its size. */
const rowsPerInsert = 2_000;

const encode = (table: DictionaryTable, row: ModelRow) =>
  Object.fromEntries(table.columns.map((column) => [column.name, row[column.name]]));

function assertRows(table: DictionaryTable, rows: readonly ModelRow[]): void {
  const wanted = table.columns.map((column) => column.name);
  for (const row of rows) {
    const missing = wanted.filter((name) => row[name] === undefined);
    const extra = Object.keys(row).filter((name) => !wanted.includes(name));
    const broken = wanted.filter((name) => typeof row[name] === "number" && !Number.isFinite(row[name]));
    if (missing.length + extra.length + broken.length === 0) continue;
    throw new Error(
      `${table.name}: a row breaks the dictionary (missing: ${missing.join(", ") || "none"}; unknown: ${extra.join(", ") || "none"}; not a finite number: ${broken.join(", ") || "none"})`,
    );
  }
}

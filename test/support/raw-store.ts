import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type Column, ledgerColumns, parseColumns, sourceColumns } from "../../src/transform/source-columns.ts";
import { type Database, openDatabase, quoteName } from "../../src/warehouse/database.ts";

export type GivenRow = Readonly<Record<string, unknown>>;

/** Rows of raw tables by resource, and of ledgers as `ledger.<name>`. Raw rows default to versions of run 1 that still hold. */
export type GivenRows = Readonly<Record<string, readonly GivenRow[]>>;

const versionColumns = parseColumns(
  "_from_seq BIGINT, _to_seq BIGINT, _first_seq BIGINT, _hash VARCHAR, _deleted_at TIMESTAMP, _deleted_reason VARCHAR",
);
const migrations = path.join(import.meta.dirname, "..", "..", "warehouse", "migrations");

/** Writes a store by hand: the migrations, every raw table that staging reads, and the rows given. */
export async function makeRawStore(file: string, given: GivenRows): Promise<void> {
  const db = await openDatabase(file);
  try {
    await db.run("begin");
    for (const name of readdirSync(migrations).sort()) await db.run(readFileSync(path.join(migrations, name), "utf8"));
    for (const [resource, text] of Object.entries(sourceColumns)) {
      const columns = [...parseColumns(text), ...versionColumns];
      const definitions = columns.map((column) => `${quoteName(column.name)} ${column.type}`);
      await db.run(`create table raw.${resource} (${definitions.join(", ")})`);
    }
    await insertGiven(db, given);
    await db.run("commit");
  } finally {
    db.close();
  }
}

/** Adds rows to an open store. */
export async function insertGiven(db: Database, given: GivenRows): Promise<void> {
  for (const [name, rows] of Object.entries(given)) {
    const ledger = name.startsWith("ledger.") ? name.slice("ledger.".length) : undefined;
    const columns = ledger
      ? parseColumns(ledgerColumns[ledger]!)
      : [...parseColumns(sourceColumns[name]!), ...versionColumns];
    const versioned = ledger ? rows : rows.map((row) => ({ _from_seq: 1, _first_seq: row._from_seq ?? 1, ...row }));
    await insertRows(db, { table: ledger ? name : `raw.${name}`, columns, rows: versioned });
  }
}

/** Inserts plain objects into a table, by name; columns that no row gives are left to their defaults. */
export async function insertRows(
  db: Database,
  { table, columns, rows }: { table: string; columns: readonly Column[]; rows: readonly GivenRow[] },
): Promise<void> {
  if (rows.length === 0) return;
  const given = new Set(rows.flatMap((row) => Object.keys(row)));
  const unknown = [...given].filter((name) => !columns.some((column) => column.name === name));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(", ")}`);
  const used = columns.filter((column) => given.has(column.name));
  const structure = used.map(({ name, type }) => `"${name}": ${type === "VARCHAR[]" ? '["VARCHAR"]' : `"${type}"`}`);
  await db.run(
    `insert into ${table} by name select unnest(from_json($1::json, '[{${structure.join(", ")}}]'), max_depth := 2)`,
    [JSON.stringify(rows)],
  );
}

import { type Database, quoteText } from "../warehouse/database.ts";
import { commentTables, type DescribedTable } from "./describe.ts";
import { createReleaseMacros } from "./macros.ts";
import { personRows } from "./privacy.ts";

/**
 * Copies the finished tables of the catalog `work` into a new file, so that nothing of the building lies in it: no intermediate
 * table, no deleted row. Storage version v1.4.0 refuses the WAL of another file instead of replaying it.
 */
export async function writeReleaseFile(
  db: Database,
  file: string,
  tables: readonly DescribedTable[],
  keepsPersons: boolean,
): Promise<void> {
  const condition = (name: string) => (keepsPersons ? undefined : not(personRows[name]));
  await writeFile(db, file, tables, condition);
}

/** Writes the second file: the rows about persons alone, and what explains them. */
export async function writeRestrictedFile(
  db: Database,
  file: string,
  tables: readonly DescribedTable[],
): Promise<void> {
  const chosen = tables.filter(({ name }) => personRows[name] || name === "meta.refreshes" || name === "meta.columns");
  await writeFile(db, file, chosen, (name) => personRows[name]);
}

const not = (condition: string | undefined) => (condition ? `not coalesce(${condition}, false)` : undefined);

async function writeFile(
  db: Database,
  file: string,
  tables: readonly DescribedTable[],
  conditionOf: (table: string) => string | undefined,
): Promise<void> {
  await db.run(`attach ${quoteText(file)} as release (storage_version 'v1.4.0')`);
  await db.run("begin");
  for (const schema of new Set(tables.map((table) => table.name.split(".")[0]))) {
    await db.run(`create schema release.${schema}`);
  }
  for (const { name } of tables) {
    const condition = conditionOf(name);
    await db.run(`create table release.${name} as from work.${name}${condition ? ` where ${condition}` : ""}`);
  }
  await commentTables(db, "release", tables);
  await db.run("use release");
  const isWhole = tables.some((table) => table.name === "marts.task_history");
  if (isWhole) await createReleaseMacros(db);
  await db.run("use work");
  await db.run("commit");
  await db.run("checkpoint release");
  await db.run("detach release");
}

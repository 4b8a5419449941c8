import { readFileSync } from "node:fs";
import path from "node:path";
import type { Database } from "../warehouse/database.ts";
import { sqlFolder } from "./sql-models.ts";

const read = (file: string) => readFileSync(path.join(sqlFolder, file), "utf8");

/** Makes the macros that models use; they read the run's variables. */
export const createMacros = (db: Database): Promise<void> => db.run(read("macros.sql"));

/** Makes the macros that read tables; the tables must exist. */
export const createTableMacros = (db: Database): Promise<void> => db.run(read("release-macros.sql"));

/**
 * Makes the macros of a release in the catalog in use. An analyst's shell has no variables, so the run's values stand in their place.
 */
export async function createReleaseMacros(db: Database): Promise<void> {
  let text = read("macros.sql");
  for (const [call, name] of text.matchAll(/getvariable\('(\w+)'\)/g)) {
    const [row] = await db.rows<{ value: string; type: string }>(
      `select ${call}::varchar as value, typeof(${call}) as type`,
    );
    if (row!.value === null) throw new Error(`The variable ${name} is not set`);
    text = text.replaceAll(call, `'${row!.value}'::${row!.type}`);
  }
  await db.run(text);
  await createTableMacros(db);
}

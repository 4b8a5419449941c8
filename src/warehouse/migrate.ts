import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors.ts";
import type { Database } from "./database.ts";

export const migrationsFolder = path.join(import.meta.dirname, "..", "..", "warehouse", "migrations");

interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** Brings a store to the newest version, one transaction a step. Throws UserError where a newer Plimsoll wrote it. */
export async function migrate(database: Database, storePath: string, folder: string = migrationsFolder): Promise<void> {
  await database.run(
    "create table if not exists main.migrations (version bigint primary key, applied_at timestamp not null)",
  );
  const [row] = await database.rows<{ version: number | null }>("select max(version) as version from main.migrations");
  const current = row?.version ?? 0;
  const migrations = readMigrations(folder);
  const newest = migrations.at(-1)?.version ?? 0;
  if (current > newest) {
    throw new UserError(
      `${storePath} was written by a newer Plimsoll (store version ${current}, this one knows ${newest}). Update Plimsoll, or use another --home.`,
    );
  }
  for (const migration of migrations.filter((item) => item.version > current)) await apply(database, migration);
}

async function apply(database: Database, { version, sql }: Migration): Promise<void> {
  await database.run("begin");
  try {
    await database.run(sql);
    await database.run("insert into main.migrations values ($1, current_timestamp::timestamp)", [version]);
    await database.run("commit");
  } catch (error) {
    await database.run("rollback");
    throw error;
  }
}

/** Files named 001_what.sql, in order of their number. */
function readMigrations(folder: string): Migration[] {
  return readdirSync(folder)
    .filter((file) => /^\d+_.*\.sql$/.test(file))
    .sort()
    .map((file) => ({ version: Number.parseInt(file, 10), sql: readFileSync(path.join(folder, file), "utf8") }));
}

import { existsSync } from "node:fs";
import path from "node:path";
import { UserError } from "../errors.ts";
import { type Database, openDatabase } from "../warehouse/database.ts";

/** Opens the newest release read-only; UserError where there is none yet. */
export async function openCurrent(home: string): Promise<Database> {
  const file = path.join(home, "current.duckdb");
  if (!existsSync(file)) {
    throw new UserError(
      `there is no release in ${home} yet. Run \`plimsoll refresh\` (or \`plimsoll demo\`) first, or name the data directory with --home.`,
    );
  }
  return openDatabase(file, { readOnly: true });
}

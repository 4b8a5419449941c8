import { existsSync, readFileSync, realpathSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { messageOf, UserError } from "../errors.ts";
import { type Database, openDatabase } from "./database.ts";

/** Version of the marts. A breaking change of the dictionary raises it and is announced in CHANGELOG.md. */
export const schemaVersion = "1";

const currentSchema = z.object({
  run_id: z.string(),
  as_of_on: z.string(),
  data_as_of_at: z.string(),
  /** Relative to the data directory. */
  path: z.string(),
  sha256: z.string(),
  schema_version: z.string(),
  checks: z.object({ total: z.number(), failed: z.number() }),
});

/** current.json: the newest release, for systems without symlinks. */
export type CurrentRelease = z.infer<typeof currentSchema>;

/** What current.json says, or undefined where no release has been made yet. */
export function readCurrent(home: string): CurrentRelease | undefined {
  const file = path.join(home, "current.json");
  return existsSync(file) ? currentSchema.parse(JSON.parse(readFileSync(file, "utf8"))) : undefined;
}

/** Absolute path of the newest release (the file itself, not the link). Throws UserError where there is none. */
export function findRelease(home: string): string {
  const link = path.join(home, "current.duckdb");
  if (existsSync(link)) return realpathSync(link);
  const current = readCurrent(home);
  const file = current && path.resolve(home, current.path);
  if (file && existsSync(file)) return file;
  throw new UserError(
    `There is no release in ${home} yet. Run \`plimsoll refresh\` (or \`plimsoll transform\`) first.`,
  );
}

/**
 * Opens a release read-only: the newest, or the file given. The caller closes it.
 * It stays the same while newer releases come. Throws UserError where there is none.
 */
export async function openRelease(home: string, file?: string): Promise<Database> {
  const found = file ?? findRelease(home);
  if (!existsSync(found)) throw new UserError(`There is no release at ${found}.`);
  return openReadOnly(found);
}

/** Opens the file with the rows about persons, or gives undefined where privacy.person_level leaves none. */
export async function openRestricted(home: string): Promise<Database | undefined> {
  const link = path.join(home, "restricted.duckdb");
  return existsSync(link) ? openReadOnly(realpathSync(link)) : undefined;
}

async function openReadOnly(file: string): Promise<Database> {
  try {
    return await openDatabase(file, { readOnly: true });
  } catch (error) {
    throw new UserError(`The release ${file} cannot be opened: ${messageOf(error)}`, { cause: error });
  }
}

import { createHash } from "node:crypto";
import {
  chmodSync,
  closeSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { placeExport } from "./export-files.ts";
import type { CurrentRelease } from "./release.ts";

/** Files that were built and closed, and what they hold. */
export interface BuiltRelease {
  readonly file: string;
  /** The second file, with rows about persons; undefined where privacy leaves none. */
  readonly restrictedFile?: string | undefined;
  /** The marts as Parquet files, one folder each; undefined where none were made. */
  readonly exportFolder?: string | undefined;
  readonly startedAt: string;
  readonly facts: Omit<CurrentRelease, "path" | "sha256">;
}

export interface Retention {
  readonly releases: number;
  readonly month_ends: number;
}

/**
 * Puts a built release in place: rename into releases/, then swap current.duckdb, then current.json, then the Parquet files. Whoever
 * has the old file open keeps it; a crash at any point leaves the old release current. Returns the absolute path of the release.
 */
export async function placeRelease(home: string, built: BuiltRelease, retention: Retention): Promise<string> {
  const name = releaseName(built.facts.run_id, built.startedAt);
  const folder = path.join(home, "releases");
  mkdirSync(folder, { recursive: true });
  settle(built.file, 0o640);
  if (built.restrictedFile) settle(built.restrictedFile, 0o600);
  const sha256 = await hashFile(built.file);

  const target = path.join(folder, `${name}.duckdb`);
  const restricted = path.join(folder, `${name}.restricted.duckdb`);
  if (built.restrictedFile) renameSync(built.restrictedFile, restricted);
  renameSync(built.file, target);
  syncFolder(folder);

  link(home, "restricted.duckdb", built.restrictedFile ? restricted : undefined);
  link(home, "current.duckdb", target);
  const current: CurrentRelease = { ...built.facts, path: path.relative(home, target), sha256 };
  replaceFile(path.join(home, "current.json"), `${JSON.stringify(current, null, 2)}\n`);
  if (built.exportFolder) placeExport(home, built.exportFolder);
  syncFolder(home);
  prune(folder, name, retention);
  return target;
}

/** Sorts by time: 20261116T020000Z-3f9a. A run id that does not begin with its time gets it put before. */
function releaseName(runId: string, startedAt: string): string {
  if (/^\d{8}T\d{6}Z/.test(runId)) return runId;
  const time = `${new Date(startedAt).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
  return `${time}-${runId.replaceAll(/[^\w.-]/g, "_")}`;
}

/** Makes sure that a closed database is whole on the disk. */
export function settle(file: string, mode: number): void {
  if (existsSync(`${file}.wal`)) throw new Error(`${file} was not closed cleanly: its .wal is still there`);
  chmodSync(file, mode);
  const handle = openSync(file, "r");
  fsyncSync(handle);
  closeSync(handle);
}

/** Directories cannot be synced everywhere (Windows); there the rename alone must do. */
export function syncFolder(folder: string): void {
  try {
    const handle = openSync(folder, "r");
    fsyncSync(handle);
    closeSync(handle);
  } catch (error) {
    if (!["EISDIR", "EPERM", "EACCES", "EINVAL"].includes(codeOf(error))) throw error;
  }
}

/** Points a link in the data directory at a file, in one step; removes it where there is no file. */
function link(home: string, name: string, target: string | undefined): void {
  const place = path.join(home, name);
  if (!target) {
    rmSync(place, { force: true });
    return;
  }
  const next = `${place}.next`;
  rmSync(next, { force: true });
  try {
    symlinkSync(path.relative(home, target), next);
    renameSync(next, place);
  } catch (error) {
    // Windows lets few users make links; current.json names the file too.
    if (process.platform !== "win32") throw error;
    rmSync(next, { force: true });
  }
}

function replaceFile(file: string, text: string): void {
  writeFileSync(`${file}.next`, text, { mode: 0o640 });
  renameSync(`${file}.next`, file);
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest("hex");
}

/** Keeps the newest releases and the last one of each of the newest months. */
function prune(folder: string, newest: string, retention: Retention): void {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(".duckdb") && !file.endsWith(".restricted.duckdb"))
    .map((file) => file.slice(0, -".duckdb".length))
    .sort();
  const monthEnds = [...new Map(names.map((name) => [name.slice(0, 6), name])).values()];
  const kept = new Set([
    newest,
    ...names.slice(-retention.releases),
    ...(retention.month_ends > 0 ? monthEnds.slice(-retention.month_ends) : []),
  ]);
  for (const name of names.filter((candidate) => !kept.has(candidate))) {
    rmSync(path.join(folder, `${name}.restricted.duckdb`), { force: true });
    rmSync(path.join(folder, `${name}.duckdb`), { force: true });
  }
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? "";

/** The folder in which a run builds, emptied of what a crashed run left. */
export function prepareBuildFolder(home: string): string {
  const folder = path.join(home, "build");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** Removes the build folder. */
export const removeBuildFolder = (home: string): void =>
  rmSync(path.join(home, "build"), { recursive: true, force: true });

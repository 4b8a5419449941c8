import { existsSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { readCurrent } from "../../warehouse/release.ts";

/** What shows people by name and was made before the newest release: releases, every report, scenarios. */
export function oldFiles(home: string): string[] {
  const current = readCurrent(home);
  const newest = current && path.basename(current.path, ".duckdb");
  return [
    ...entriesOf(home, "releases").filter((name) => !newest || !path.basename(name).startsWith(newest)),
    ...entriesOf(home, "reports"),
    ...entriesOf(home, "scenarios"),
  ];
}

export function removeFiles(files: readonly string[]): void {
  for (const file of files) rmSync(file, { recursive: true, force: true });
}

function entriesOf(home: string, folder: string): string[] {
  const place = path.join(home, folder);
  return existsSync(place)
    ? readdirSync(place)
        .sort()
        .map((name) => path.join(place, name))
    : [];
}

import { chmodSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

/**
 * Moves built Parquet files to `<home>/export/<mart>/<mart>.parquet`, each in one step: whoever has an old file open keeps it.
 * Folders of marts that no longer exist are removed.
 */
export function placeExport(home: string, built: string): void {
  const folder = path.join(home, "export");
  const marts = readdirSync(built);
  for (const mart of marts) {
    const file = path.join(built, mart, `${mart}.parquet`);
    chmodSync(file, 0o640);
    mkdirSync(path.join(folder, mart), { recursive: true });
    renameSync(file, path.join(folder, mart, `${mart}.parquet`));
  }
  if (!existsSync(folder)) return;
  for (const old of readdirSync(folder).filter((name) => !marts.includes(name))) {
    // Only what an earlier export wrote: a folder that holds anything else is somebody's own.
    const left = readdirSync(path.join(folder, old));
    if (left.length === 1 && left[0] === `${old}.parquet`) rmSync(path.join(folder, old), { recursive: true });
  }
}

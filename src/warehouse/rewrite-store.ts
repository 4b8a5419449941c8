import { renameSync, rmSync } from "node:fs";
import { openDatabase, quoteText } from "./database.ts";
import { settle, syncFolder } from "./release-files.ts";
import { explainStorageError } from "./storage-errors.ts";
import { storePathOf } from "./store.ts";

/**
 * Writes the store into a new file and puts that in the old one's place, for what was deleted or changed can still be read
 * in the free pages of a DuckDB file. Nobody may have the store open. Killed at any point, the old or the new file is whole.
 */
export async function rewriteStore(home: string): Promise<void> {
  const file = storePathOf(home);
  const next = `${file}.next`;
  try {
    rmSync(next, { force: true });
    rmSync(`${next}.wal`, { force: true });
    const db = await openDatabase(":memory:", { memoryLimit: "300MB" });
    try {
      await db.run(`set temp_directory = ${quoteText(`${next}.temporary`)}`);
      await db.run(`attach ${quoteText(file)} as old (read_only); attach ${quoteText(next)} as next`);
      await db.run("copy from database old to next; checkpoint next; detach next; detach old");
    } finally {
      db.close();
      rmSync(`${next}.temporary`, { recursive: true, force: true });
    }
    settle(next, 0o600);
    renameSync(next, file);
    syncFolder(home);
  } catch (error) {
    throw explainStorageError(error, file);
  }
}

import { mkdirSync } from "node:fs";
import path from "node:path";
import { messageOf, UserError } from "../../errors.ts";
import { openDatabase } from "../../warehouse/database.ts";
import { explainStorageError } from "../../warehouse/storage-errors.ts";

/**
 * Lets one run at a time into a data directory. The lock is the kernel's lock on a small DuckDB file, so a killed run
 * leaves nothing behind, also in a container where every run has the same process id. Throws UserError while another runs.
 */
export async function lockRuns(home: string): Promise<{ readonly release: () => void }> {
  const file = path.join(home, "run.lock");
  try {
    mkdirSync(home, { recursive: true, mode: 0o750 });
    const lock = await openDatabase(file, { threads: 1 });
    return { release: () => lock.close() };
  } catch (error) {
    const message = messageOf(error);
    if (!/set lock on file|conflicting lock|being used by another process/i.test(message)) {
      throw explainStorageError(error, home);
    }
    const pid = /\(PID (\d+)\)/.exec(message)?.[1];
    throw new UserError(
      `another run is at work in ${home}${pid ? ` (process ${pid})` : ""}. Wait until it has ended${pid ? `, or stop it with \`kill ${pid}\`` : ""}; nothing was changed.`,
      { cause: error },
    );
  }
}

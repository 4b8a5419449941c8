import { existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { messageOf, UserError } from "../../errors.ts";
import { openDatabase } from "../../warehouse/database.ts";
import { explainStorageError } from "../../warehouse/storage-errors.ts";

const lockOf = (home: string) => path.join(home, "run.lock");

const isTaken = (message: string) => /set lock on file|conflicting lock|being used by another process/i.test(message);

const processOf = (message: string) => /\(PID (\d+)\)/.exec(message)?.[1];

/** Process id of the run at work in a data directory ("unknown" where the system does not tell); undefined where none is. */
export async function runningIn(home: string): Promise<string | undefined> {
  if (!existsSync(lockOf(home))) return undefined;
  try {
    (await openDatabase(lockOf(home), { readOnly: true, threads: 1 })).close();
    return undefined;
  } catch (error) {
    const message = messageOf(error);
    return isTaken(message) ? (processOf(message) ?? "unknown") : undefined;
  }
}

/**
 * Lets one run at a time into a data directory. The lock is the kernel's lock on a small DuckDB file, so a killed run
 * leaves nothing behind, also in a container where every run has the same process id. Throws UserError while another runs.
 */
export async function lockRuns(home: string): Promise<{ readonly release: () => void }> {
  try {
    mkdirSync(home, { recursive: true, mode: 0o750 });
    const lock = await openLock(home);
    return { release: () => lock.close() };
  } catch (error) {
    const message = messageOf(error);
    if (!isTaken(message)) throw explainStorageError(error, home);
    const pid = processOf(message);
    throw new UserError(
      `another run is at work in ${home}${pid ? ` (process ${pid})` : ""}. Wait until it has ended${pid ? `, or stop it with \`kill ${pid}\`` : ""}; nothing was changed.`,
      { cause: error },
    );
  }
}

/** Asks twice: `plimsoll status` holds the lock for a moment while it looks. */
const openLock = (home: string) =>
  openDatabase(lockOf(home), { threads: 1 }).catch(async (error: unknown) => {
    if (!isTaken(messageOf(error))) throw error;
    await sleep(500);
    return openDatabase(lockOf(home), { threads: 1 });
  });

import { existsSync } from "node:fs";
import path from "node:path";
import { messageOf, UserError } from "../../errors.ts";
import { openDatabase } from "../../warehouse/database.ts";
import { type CurrentRelease, openRelease, readCurrent } from "../../warehouse/release.ts";
import { runningIn } from "../refresh/run-lock.ts";

/** A run as the store's ledger holds it; `finished_at` is null where it was killed, or still runs. */
export interface LastRun {
  readonly run_id: string;
  readonly started_at: string;
  readonly finished_at: string | null;
  readonly exit_code: number | null;
  readonly stages: string;
}

export interface State {
  readonly current: CurrentRelease | undefined;
  readonly sources: readonly { readonly source: string; readonly state: string; readonly detail: string | null }[];
  readonly failedChecks: readonly { readonly check_id: string; readonly number_of_violations: number }[];
  readonly lastRun: LastRun | undefined;
  /** Process id of the run at work right now; undefined where none is. */
  readonly busy: string | undefined;
}

export async function readState(home: string): Promise<State> {
  const current = readCurrent(home);
  const release = current ? await readRelease(home) : { sources: [], failedChecks: [] };
  return { current, ...release, ...(await readProgress(home)) };
}

/** The last run, and whether one is at work. The lock is asked only where the ledger has an open end, so as to disturb no run. */
async function readProgress(home: string): Promise<Pick<State, "lastRun" | "busy">> {
  const ledger = await readLedger(home);
  if (ledger.busy || !ledger.lastRun || ledger.lastRun.finished_at) return ledger;
  const busy = await runningIn(home);
  // Without a lock the run was killed, or it ended a moment ago.
  return busy ? { ...ledger, busy } : readLedger(home);
}

async function readRelease(home: string): Promise<Pick<State, "sources" | "failedChecks">> {
  const release = await openRelease(home);
  try {
    return {
      sources: await release.rows("select source, state, detail from meta.sources order by source"),
      failedChecks: await release.rows(
        "select check_id, number_of_violations from meta.checks where number_of_violations > 0 order by check_id",
      ),
    };
  } finally {
    release.close();
  }
}

async function readLedger(home: string): Promise<Pick<State, "lastRun" | "busy">> {
  const file = path.join(home, "store.duckdb");
  if (!existsSync(file)) return { lastRun: undefined, busy: undefined };
  try {
    const store = await openDatabase(file, { readOnly: true });
    try {
      const [lastRun] = await store.rows<LastRun>(
        "select run_id, started_at, finished_at, exit_code, stages from ledger.refreshes order by seq desc limit 1",
      );
      return { lastRun, busy: undefined };
    } finally {
      store.close();
    }
  } catch (error) {
    const message = messageOf(error);
    if (!/set lock on file|conflicting lock|being used by another process/i.test(message))
      throw new UserError(`the store ${file} cannot be read: ${message}`, { cause: error });
    return { lastRun: undefined, busy: /\(PID (\d+)\)/.exec(message)?.[1] ?? "unknown" };
  }
}

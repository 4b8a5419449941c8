import type { Conflict } from "./action.ts";
import type { Ledger } from "./ledger.ts";
import type { NotWritten } from "./table.ts";

/** What could not even be planned, as lines of the result; known where the last run with --apply met the same. */
export async function obstaclesOf(ledger: Ledger, conflicts: readonly Conflict[]): Promise<NotWritten[]> {
  const rows = await ledger.rows<{ key: string; reason: string }>("select key, reason from ledger.obstacles");
  const before = new Map(rows.map(({ key, reason }) => [key, reason]));
  return conflicts
    .filter(({ is_obstacle }) => is_obstacle)
    .map(({ key, label, reason }) => ({ key, label, reason, is_known: before.get(key) === reason }));
}

/** Remembers the obstacles of this run, and forgets those that are gone. */
export async function keepObstacles(ledger: Ledger, runId: string, obstacles: readonly NotWritten[]): Promise<void> {
  await ledger.run("begin");
  try {
    await ledger.run("delete from ledger.obstacles");
    for (const { key, reason } of obstacles)
      await ledger.run("insert into ledger.obstacles values ($1, $2, $3) on conflict do nothing", [key, reason, runId]);
    await ledger.run("commit");
  } catch (error) {
    await ledger.run("rollback");
    throw error;
  }
}

import type { Config } from "../../config/read.ts";
import type { Effects } from "../effects.ts";
import type { RunOutcome } from "./run-stages.ts";

const timeout = 10_000;

/**
 * Tells operator.heartbeat_url that a release is out (one GET, no data). A night that ended otherwise stays silent, so that
 * the watcher on the other side misses its beat. A watcher that cannot be reached is no reason to fail.
 */
export async function beat(config: Config, outcome: RunOutcome, effects: Effects): Promise<void> {
  const url = config.operator.heartbeat_url;
  if (!url || !outcome.summaries.transform) return;
  const failure = await fetch(url, { signal: AbortSignal.timeout(timeout) }).then(
    (answer) => (answer.ok ? undefined : `it answers ${answer.status}`),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure) effects.err(`plimsoll: operator.heartbeat_url could not be told: ${failure}\n`);
}

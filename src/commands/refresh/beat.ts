import type { Config } from "../../config/read.ts";
import type { Effects } from "../effects.ts";

const timeout = 10_000;

/**
 * Tells operator.heartbeat_url that a release is out (one GET, no data), or that the night failed: the same address with /fail,
 * as common watchers of nightly jobs take it. A watcher that cannot be reached is no reason to fail.
 */
export async function beat(config: Config, end: "release" | "failure", effects: Effects): Promise<void> {
  const url = config.operator.heartbeat_url;
  if (!url) return;
  const address = end === "release" ? url : `${url.replace(/\/$/, "")}/fail`;
  const failure = await fetch(address, { signal: AbortSignal.timeout(timeout) }).then(
    (answer) => (answer.ok ? undefined : `it answers ${answer.status}`),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (failure) effects.err(`plimsoll: operator.heartbeat_url could not be told: ${failure}\n`);
}

import type { Config } from "../../config/read.ts";
import type { Effects } from "../effects.ts";

const timeout = 10_000;
const longest = 2_000;

/**
 * Tells operator.heartbeat_url how the night ended: one GET when a release is out and nothing is held, else a POST with the
 * reason to the same address with /fail, as common watchers of nightly jobs take it. A watcher that cannot be reached is no
 * reason to fail.
 */
export async function beat(config: Config, failure: string | undefined, effects: Effects): Promise<void> {
  const url = config.operator.heartbeat_url;
  if (!url) return;
  const told = failure === undefined ? get(url) : post(`${url.replace(/\/$/, "")}/fail`, failure);
  const why = await told.then(
    (answer) => (answer.ok ? undefined : `it answers ${answer.status}`),
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
  if (why) effects.err(`plimsoll: operator.heartbeat_url could not be told: ${why}\n`);
}

const get = (url: string): Promise<Response> => fetch(url, { signal: AbortSignal.timeout(timeout) });

const post = (url: string, reason: string): Promise<Response> =>
  fetch(url, {
    method: "POST",
    headers: { "content-type": "text/plain; charset=utf-8" },
    body: withoutAddresses(reason).slice(0, longest),
    signal: AbortSignal.timeout(timeout),
  });

const withoutAddresses = (text: string): string => text.replaceAll(/[^\s<>"]+@[^\s<>"]+/g, "(address)");

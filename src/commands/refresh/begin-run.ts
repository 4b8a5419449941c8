import type { Config } from "../../config/read.ts";
import type { Run } from "../../context.ts";
import { startRefresh } from "../../warehouse/refresh-ledger.ts";
import type { Store } from "../../warehouse/store.ts";
import type { Effects } from "../effects.ts";
import type { RunRequest } from "./stages.ts";

/** Opens a run in the ledger; its id sorts by time. */
export async function beginRun(
  store: Store,
  { config, effects, request }: { readonly config: Config; readonly effects: Effects; readonly request: RunRequest },
): Promise<Run> {
  const now = effects.clock();
  const startedAt = now.toISOString();
  const asOf = request.today ?? dayIn(config.time_zone, now);
  const suffix = Math.floor(effects.random() * 0x10000)
    .toString(16)
    .padStart(4, "0");
  const runId = `${startedAt.slice(0, 19).replace(/[-:]/g, "")}Z-${suffix}`;
  const start = { runId, startedAt, asOf, timeZone: config.time_zone, stages: request.stages };
  return { runId, seq: await startRefresh(store, start), startedAt, asOf };
}

/** The calendar day of an instant in a time zone, YYYY-MM-DD. */
export const dayIn = (timeZone: string, instant: Date): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);

import type { Asana } from "../asana/client.ts";
import type { Config } from "../config/read.ts";
import type { Log } from "../log.ts";
import type { Effects } from "./effects.ts";

/** A client for the configured Asana; the token of writing where `forWriting` asks for it. */
export async function connect(
  config: Config,
  effects: Effects,
  { log, forWriting = false }: { readonly log: Log; readonly forWriting?: boolean },
): Promise<Asana> {
  const { createAsana } = await import("../asana/client.ts");
  return createAsana({
    baseUrl: config.baseUrl,
    accessToken: (forWriting ? config.writeToken : undefined) ?? config.accessToken ?? "",
    requestsPerMinute: config.asana.requests_per_minute,
    concurrency: config.asana.concurrency,
    clock: effects.clock,
    sleep: effects.sleep,
    random: effects.random,
    log,
    guardsFields: forWriting,
  });
}

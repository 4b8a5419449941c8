import type { Log } from "../log.ts";
import type { Effects } from "./effects.ts";

/** The log of a command: bars for a person at a terminal, JSON lines elsewhere. */
export async function openLog(effects: Effects): Promise<{ readonly log: Log; readonly close: () => void }> {
  if (effects.isTerminal) {
    const { barLog } = await import("../log/bars.ts");
    return barLog(process.stderr);
  }
  const { lineLog } = await import("../log/lines.ts");
  return { log: lineLog(effects.err, effects.clock), close: () => {} };
}

import type { Log, LogEvent } from "../log.ts";
import { redact } from "./redact.ts";

/** A task's progress is told when it has taken this long, then as often, and once when it is done. */
const secondsBetweenProgress = 10;

/** Logs as one JSON object a line, for files, journals and containers. */
export function lineLog(write: (text: string) => void, clock: () => Date): Log {
  const toldAt = new Map<string, number>();
  const isDue = (event: Extract<LogEvent, { type: "progress" }>, now: number): boolean => {
    const isDone = event.total !== undefined && event.done >= event.total;
    const last = toldAt.get(event.task);
    if (last === undefined) toldAt.set(event.task, now);
    if (!isDone && (last === undefined || now - last < secondsBetweenProgress * 1000)) return false;
    toldAt.set(event.task, now);
    return true;
  };
  return (event) => {
    const now = clock();
    if (event.type === "progress" && !isDue(event, now.getTime())) return;
    write(`${redact(JSON.stringify({ at: now.toISOString(), ...event }))}\n`);
  };
}

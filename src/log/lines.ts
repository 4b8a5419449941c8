import type { Log, LogEvent } from "../log.ts";
import { redact } from "./redact.ts";

/** A task's progress is told at most this often, and once when it is done. */
const secondsBetweenProgress = 10;

/** Logs as one JSON object a line, for files, journals and containers. */
export function lineLog(write: (text: string) => void, clock: () => Date): Log {
  const toldAt = new Map<string, number>();
  const isDue = (event: Extract<LogEvent, { type: "progress" }>, now: number): boolean => {
    const last = toldAt.get(event.task) ?? Number.NEGATIVE_INFINITY;
    const isDone = event.total !== undefined && event.done >= event.total;
    if (!isDone && now - last < secondsBetweenProgress * 1000) return false;
    toldAt.set(event.task, now);
    return true;
  };
  return (event) => {
    const now = clock();
    if (event.type === "progress" && !isDue(event, now.getTime())) return;
    write(`${redact(JSON.stringify({ at: now.toISOString(), ...event }))}\n`);
  };
}

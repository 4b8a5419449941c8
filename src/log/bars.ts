import { MultiBar, Presets, type SingleBar } from "cli-progress";
import type { Log, LogEvent } from "../log.ts";
import { redact } from "./redact.ts";

/** A log for a person at a terminal, with a bar per task; `close` leaves the terminal as it was. */
export interface BarLog {
  readonly log: Log;
  readonly close: () => void;
}

type Progress = Extract<LogEvent, { type: "progress" }>;

const format = " {task} {bar} {amount} {details}";

export function barLog(stream: NodeJS.WritableStream): BarLog {
  const bars = new MultiBar(
    { format, stream, hideCursor: true, clearOnComplete: false, barsize: 24, emptyOnZero: true, autopadding: true },
    Presets.shades_grey,
  );
  const byTask = new Map<string, SingleBar>();
  const show = (event: Progress): void => {
    const total = event.total ?? Math.max(event.done, 1);
    const known = byTask.get(event.task);
    const bar = known ?? bars.create(total, 0, { task: event.task.padEnd(24), amount: "", details: "" });
    if (!known) byTask.set(event.task, bar);
    bar.setTotal(total);
    bar.update(event.done, { amount: amountOf(event), details: detailsOf(event.data) });
  };
  return {
    log: (event) => {
      if (event.type === "progress") show(event);
      else bars.log(`${redact(lineOf(event))}\n`);
    },
    close: () => bars.stop(),
  };
}

function lineOf(event: Exclude<LogEvent, Progress>): string {
  if (event.type === "stage") {
    return event.state === "started"
      ? `${event.stage} …`
      : `${event.stage} done in ${(event.seconds ?? 0).toFixed(1)} s`;
  }
  const mark = event.type === "info" ? "" : `${event.type}: `;
  return `${mark}${event.message}${event.data ? ` ${detailsOf(event.data)}` : ""}`;
}

const amountOf = ({ done, total, unit }: Progress): string =>
  `${done.toLocaleString("en")}${total === undefined ? "" : ` of ${total.toLocaleString("en")}`} ${unit}`;

const detailsOf = (data: Readonly<Record<string, unknown>> | undefined): string =>
  Object.entries(data ?? {})
    .filter(([, value]) => typeof value !== "object")
    .map(([key, value]) =>
      key === "seconds_left" ? timeLeft(Number(value)) : `${key.replaceAll("_", " ")} ${String(value)}`,
    )
    .join(" · ");

/** Seconds as a person would say them: to ten seconds below a minute, whole minutes below two hours, then hours. */
export function timeLeft(seconds: number): string {
  if (seconds < 55) return `${Math.max(10, Math.ceil(seconds / 10) * 10)} s left`;
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 120 ? `${minutes} min left` : `${Math.round(minutes / 60)} h left`;
}

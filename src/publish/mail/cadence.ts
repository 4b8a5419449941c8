import type { ReportName } from "../../config/letters.ts";
import type { Config } from "../../config/read.ts";

const weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/** Whether a letter is due at an instant: at its day and hour in the reader's time zone, or later in its week or month. */
export function isDue(
  { day, hour }: { readonly day: string | number; readonly hour: number },
  now: string,
  timeZone: string,
): boolean {
  const parts = new Intl.DateTimeFormat("en", {
    ...{ timeZone, weekday: "long", day: "numeric", hour: "2-digit", hourCycle: "h23" },
  }).formatToParts(new Date(now));
  const read = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  const [today, from] =
    typeof day === "number"
      ? [Number(read.day), day]
      : [weekdays.indexOf(read.weekday!), weekdays.findIndex((name) => name.toLowerCase() === day)];
  return today * 24 + Number(read.hour) >= from * 24 + hour;
}

/** Whether a report's letter is due for a reader; always where email.cadence says nothing of it. */
export function isDueFor(
  reader: { readonly timeZone: string | undefined },
  { report, now, config }: { readonly report: ReportName; readonly now: string; readonly config: Config },
): boolean {
  const cadence = config.email.cadence[report];
  return !cadence || isDue(cadence, now, reader.timeZone ?? cadence.time_zone ?? config.time_zone);
}

/** First day of the week, or of the month for the retro, that a letter of this as-of date belongs to. */
export const periodOf = (report: ReportName, asOf: string): string =>
  report === "retro" ? `${asOf.slice(0, 7)}-01` : mondayOf(asOf);

/** Monday of a date's week. */
export function mondayOf(date: string): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

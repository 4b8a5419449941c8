import type { ModelSettings } from "../node.ts";
import { dayNumber, weekStart } from "../statistics/calendar.ts";

const firstWeekdays = { monday: 0, saturday: 5, sunday: 6 } as const;

type WeekSettings = Pick<ModelSettings, "week_starts_on" | "time_zone">;

/** First day (a day number) of the week of this day, as configured. */
export const weekOf = (day: number, settings: Pick<ModelSettings, "week_starts_on">): number =>
  weekStart(day, firstWeekdays[settings.week_starts_on]);

/** First day of the week of the as-of date; the first week ahead. */
export const currentWeek = (asOf: string, settings: Pick<ModelSettings, "week_starts_on">): number =>
  weekOf(dayNumber(asOf), settings);

/** SQL that gives the first day of the week of a date expression, as a DATE. */
export function weekSql(date: string, settings: WeekSettings): string {
  // date_trunc cuts at Monday: shift the configured first day onto it and back.
  const shift = (7 - firstWeekdays[settings.week_starts_on]) % 7;
  return shift === 0
    ? `cast(date_trunc('week', ${date}) as date)`
    : `cast(date_trunc('week', ${date} + interval ${shift} day) as date) - ${shift}`;
}

/** SQL that gives the day of an instant (stored in UTC) in the configured time zone, as a DATE. */
export const dayOfSql = (instant: string, settings: Pick<ModelSettings, "time_zone">): string =>
  settings.time_zone === "UTC"
    ? `cast(${instant} as date)`
    : `cast((${instant} at time zone 'UTC') at time zone '${settings.time_zone}' as date)`;

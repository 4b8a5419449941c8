const days = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

export interface Cadence {
  readonly day: (typeof days)[number];
  /** Hour of the day, 0 to 23. */
  readonly hour: number;
}

/** Whether the week's letter is due at an instant: at its day and hour in the reader's time zone, or later that week. */
export function isDue({ day, hour }: Cadence, now: string, timeZone: string): boolean {
  const parts = new Intl.DateTimeFormat("en", { timeZone, weekday: "long", hour: "2-digit", hourCycle: "h23" });
  const read = Object.fromEntries(parts.formatToParts(new Date(now)).map(({ type, value }) => [type, value]));
  const passed = days.indexOf(read.weekday!.toLowerCase() as Cadence["day"]) * 24 + Number(read.hour);
  return passed >= days.indexOf(day) * 24 + hour;
}

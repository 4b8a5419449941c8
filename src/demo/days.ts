/** Calendar days as text, YYYY-MM-DD, and as whole numbers since 1970-01-01. All in UTC. */
const DAY = 86_400_000;

export const dayNumber = (day: string): number => Math.floor(Date.parse(`${day}T00:00:00Z`) / DAY);

const known = new Map<number, string>();

/** Kept once per day: half a million rows share a few hundred strings. */
export function dayText(number: number): string {
  const text = known.get(number) ?? new Date(number * DAY).toISOString().slice(0, 10);
  known.set(number, text);
  return text;
}

export const addDays = (day: string, days: number): string => dayText(dayNumber(day) + days);

/** 0 Monday … 6 Sunday. */
export const weekday = (number: number): number => (number + 3) % 7;

export const isWorkday = (number: number): boolean => weekday(number) < 5;

/** The given number of working days later; the same day for 0 when it is one. */
export function addWorkdays(number: number, workdays: number): number {
  let day = number;
  while (!isWorkday(day)) day += 1;
  for (let left = workdays; left > 0; ) {
    day += 1;
    if (isWorkday(day)) left -= 1;
  }
  return day;
}

/** An instant on a day, minutes after midnight UTC. */
export const instant = (number: number, minutes: number): string =>
  new Date(number * DAY + Math.round(minutes * 60_000)).toISOString();

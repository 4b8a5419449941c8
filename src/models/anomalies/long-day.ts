import { type Flag, sayHours, shareBelow, type TimeFacts } from "./flag.ts";
import { hoursByDay } from "./unusual-day.ts";

/** Hours that a long but possible day has. */
const longDay = 12;
const minimumDays = 20;
const usualDay = 8;

/**
 * Days with more hours than a day of work has. More than 24 is certain; above 12, and above half as much again as the
 * person's day, confidence is the share of the person's days with fewer hours.
 */
export function longDays(facts: TimeFacts): Flag[] {
  return [...facts.byPerson].flatMap(([person, entries]) => {
    const totals = hoursByDay(entries);
    const past = [...totals.values()];
    const day = Math.max(usualDay, (facts.weeklyCapacity.get(person) ?? 0) / 5);
    return [...totals]
      .filter(([on, hours]) => on >= facts.since && hours > Math.max(longDay, 1.5 * day))
      .flatMap(([on, hours]): Flag[] => {
        if (hours <= 24 && past.length < minimumDays) return [];
        const reason =
          hours > 24
            ? "more than a day has"
            : `more than ${Math.round(100 * shareBelow(past, hours))} % of this person's days`;
        return [
          {
            rule: "long_day",
            entry_gid: largestOf(entries.filter((entry) => entry.day === on)),
            person_gid: person,
            day: on,
            reason: `${sayHours(hours)} are logged on one day, ${reason}.`,
            confidence: hours > 24 ? 0.99 : Math.min(0.98, shareBelow(past, hours)),
            value: hours,
            expected: day,
          },
        ];
      });
  });
}

const largestOf = (entries: readonly { readonly entry_gid: string; readonly hours: number }[]): string =>
  entries.reduce((largest, entry) => (entry.hours > largest.hours ? entry : largest)).entry_gid;

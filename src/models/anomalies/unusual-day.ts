import { weekday } from "../statistics/calendar.ts";
import { type Flag, sayHours, type TimeEntry, type TimeFacts } from "./flag.ts";

/** Days off looked back at. */
const memoryDays = 182;
const minimumDays = 20;

/**
 * Work on a weekend, holiday or day of absence, by people who seldom do. Confidence is one less the share of the
 * person's days off in the last half-year on which something was logged.
 */
export function unusualDay(facts: TimeFacts): Flag[] {
  return [...facts.byPerson].flatMap(([person, entries]) => {
    const days = Map.groupBy(entries, (entry) => entry.day);
    const isOff = (day: number) => !facts.calendar.isWorking(person, day);
    const first = Math.max(entries[0]!.day, facts.today - memoryDays);
    const off = Array.from({ length: Math.max(0, facts.today - first) }, (_, i) => first + i).filter(isOff);
    const worked = off.filter((day) => days.has(day));
    if (off.length < minimumDays) return [];
    return worked
      .filter((day) => day >= facts.since)
      .map((day): Flag => {
        const logged = days.get(day)!;
        const hours = logged.reduce((sum, entry) => sum + entry.hours, 0);
        const name = weekday(day) >= 5 ? "a weekend" : "a holiday or day of absence";
        return {
          rule: "unusual_day",
          entry_gid: logged[0]!.entry_gid,
          person_gid: person,
          day,
          reason: `${sayHours(hours)} are logged on ${name}; of ${off.length} days off in the last half-year, ${worked.length} have hours.`,
          confidence: Math.max(0, 1 - (4 * (worked.length - 0.5)) / (off.length + 1)),
          value: hours,
          expected: 0,
        };
      });
  });
}

/** Hours by day of one person. */
export const hoursByDay = (entries: readonly TimeEntry[]): Map<number, number> => {
  const result = new Map<number, number>();
  for (const entry of entries) result.set(entry.day, (result.get(entry.day) ?? 0) + entry.hours);
  return result;
};

import { type Flag, sayHours, type TimeEntry } from "./flag.ts";

/** Entries that cannot be: hours not above zero, or a day yet to come. No other rule looks at them. */
export function impossible(entries: readonly TimeEntry[], { today, since }: { today: number; since: number }): Flag[] {
  return entries
    .filter((entry) => isImpossible(entry, today) && entry.day >= since)
    .map((entry) => ({
      rule: "impossible",
      entry_gid: entry.entry_gid,
      person_gid: entry.person_gid,
      day: entry.day,
      reason:
        entry.hours > 0
          ? `${sayHours(entry.hours)} are logged on a day that is yet to come.`
          : `${sayHours(entry.hours)} are logged; work takes more than none.`,
      confidence: 0.99,
      value: entry.hours,
      expected: 0,
    }));
}

export const isImpossible = (entry: TimeEntry, today: number): boolean => !(entry.hours > 0) || entry.day > today;

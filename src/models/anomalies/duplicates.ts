import { type Flag, sayHours, type TimeEntry, type TimeFacts } from "./flag.ts";

const minimumEntries = 20;

/**
 * The same hours on the same task and day twice. Confidence falls with how often this person does that: who logs
 * mornings and afternoons alike does not log twice by mistake.
 */
export function duplicates(facts: TimeFacts): Flag[] {
  return [...facts.byPerson].flatMap(([person, entries]) => {
    const groups = Map.groupBy(entries, keyOf);
    const repeats = [...groups.values()].filter((same) => same.length > 1);
    const habit = entries.length < minimumEntries ? 0 : Math.max(0, repeats.length - 1) / groups.size;
    return repeats
      .filter((same) => same[0]!.day >= facts.since)
      .map((same): Flag => {
        const [first, second] = same as [TimeEntry, TimeEntry];
        const isSameNote = (first.note ?? "") === (second.note ?? "");
        return {
          rule: "duplicate",
          entry_gid: same.at(-1)!.entry_gid,
          person_gid: person,
          day: first.day,
          reason: `${sayHours(first.hours)} are logged ${same.length} times on "${first.task_name ?? "a task"}" on the same day${isSameNote ? ", with the same note" : ""}.`,
          confidence: Math.max(0, (isSameNote ? 0.95 : 0.75) * (1 - 20 * habit)),
          value: same.length * first.hours,
          expected: first.hours,
        };
      });
  });
}

const keyOf = (entry: TimeEntry): string => `${entry.task_gid}/${entry.day}/${entry.hours}`;

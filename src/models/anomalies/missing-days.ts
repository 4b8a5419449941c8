import { median } from "../statistics/quantile.ts";
import { type Flag, sayHours, type TimeFacts } from "./flag.ts";
import { hoursByDay } from "./unusual-day.ts";

const memoryDays = 182;
const minimumDays = 40;
/** People who log on fewer of their working days than this do not miss any. */
const leastShare = 0.6;
/** Time is often logged late; the latest days say nothing yet. */
const graceDays = 4;

/**
 * Working days in a row without any hours of a person who logs nearly always. Confidence is the chance that so long
 * a gap does not come about by the person's own share of days without hours.
 */
export function missingDays(facts: TimeFacts): Flag[] {
  return [...facts.byPerson].flatMap(([person, entries]) => {
    const totals = hoursByDay(entries);
    const first = Math.max(entries[0]!.day, facts.today - memoryDays);
    const working = Array.from({ length: Math.max(0, facts.today - graceDays - first) }, (_, i) => first + i).filter(
      (day) => facts.calendar.isWorking(person, day),
    );
    const gaps = gapsOf(working, totals);
    const missed = gaps.reduce((sum, gap) => sum + gap.length, 0);
    if (working.length < minimumDays || 1 - missed / working.length < leastShare) return [];
    const usual = median([...totals.values()]);
    return gaps
      .filter((gap) => gap[0]! >= facts.since && gap.at(-1) !== working.at(-1))
      .map((gap): Flag => {
        // Days of this gap are left out of the person's habit, lest a long one excuse itself.
        const share = (missed - gap.length + 0.5) / (working.length - gap.length + 1);
        const chances = working.length * (1 - share);
        return {
          rule: "missing_days",
          entry_gid: null,
          person_gid: person,
          day: gap[0]!,
          reason: `Nothing is logged on ${gap.length} working ${gap.length === 1 ? "day" : "days in a row"}; the usual day has ${sayHours(usual)}.`,
          confidence: Math.max(0, Math.min(0.99, 1 - chances * share ** gap.length)),
          value: 0,
          expected: usual * gap.length,
        };
      });
  });
}

function gapsOf(working: readonly number[], totals: ReadonlyMap<number, number>): number[][] {
  const gaps: number[][] = [];
  let gap: number[] = [];
  for (const day of working) {
    if (!totals.has(day)) gap.push(day);
    else if (gap.length > 0) {
      gaps.push(gap);
      gap = [];
    }
  }
  return gap.length > 0 ? [...gaps, gap] : gaps;
}

import { normalCdf } from "../statistics/normal.ts";
import { median } from "../statistics/quantile.ts";
import { type Flag, sayHours, type TimeEntry, type TimeFacts } from "./flag.ts";

const minimum = 20;
/** Below this distance, in robust standard deviations of ln hours, nothing is odd. */
const leastDistance = 3.5;

/**
 * Entries far from what this person usually logs at a time on that kind of work, and the likely cause where a slip of
 * the unit would explain it. Confidence is one less the share of such distances that chance alone would bring
 * (a local false discovery rate on all entries looked at).
 */
export function unusualHours(facts: TimeFacts): Flag[] {
  const found: { entry: TimeEntry; usual: number; distance: number }[] = [];
  let looked = 0;
  for (const own of facts.byPerson.values()) {
    for (const entries of Map.groupBy(own, (entry) => entry.kind ?? "").values()) {
      if (entries.length < minimum) continue;
      const logs = entries.map((entry) => Math.log(entry.hours));
      const centre = median(logs);
      const spread = Math.max(0.25, 1.4826 * median(logs.map((log) => Math.abs(log - centre))));
      entries.forEach((entry, i) => {
        if (entry.day < facts.since) return;
        looked++;
        const distance = (logs[i]! - centre) / spread;
        if (Math.abs(distance) >= leastDistance) found.push({ entry, usual: Math.exp(centre), distance });
      });
    }
  }
  found.sort((a, b) => Math.abs(b.distance) - Math.abs(a.distance) || (a.entry.entry_gid < b.entry.entry_gid ? -1 : 1));
  return found.map(({ entry, usual, distance }, i) => {
    const byChance = looked * 2 * normalCdf(-Math.abs(distance));
    const slip = slipOf(entry.hours, usual);
    const reason = `${sayHours(entry.hours)} at a time is far from the usual ${sayHours(usual)} on this kind of work`;
    return {
      rule: slip ? ("unit_slip" as const) : ("unusual_hours" as const),
      entry_gid: entry.entry_gid,
      person_gid: entry.person_gid,
      day: entry.day,
      reason: slip ? `${reason}; ${slip.words}.` : `${reason}.`,
      confidence: Math.max(0, Math.min(0.99, 1 - byChance / (i + 1))),
      value: entry.hours,
      expected: slip ? slip.hours : usual,
    };
  });
}

const slips = [
  { factor: 60, words: "minutes may have been typed as hours" },
  { factor: 10, words: "a decimal point may be missing" },
  { factor: 1 / 10, words: "a decimal point may be misplaced" },
  { factor: 1 / 60, words: "hours may have been typed as minutes" },
] as const;

/** A slip that would bring the entry back to what is usual, within a factor of 1.6. */
function slipOf(hours: number, usual: number): { words: string; hours: number } | null {
  const fits = slips
    .map(({ factor, words }) => ({ words, hours: hours / factor, miss: Math.abs(Math.log(hours / factor / usual)) }))
    .filter(({ miss }) => miss < Math.log(1.6))
    .sort((a, b) => a.miss - b.miss);
  return fits[0] ?? null;
}

import { normalCdf } from "../statistics/normal.ts";
import { median } from "../statistics/quantile.ts";
import { type Flag, sayHours, type TimeEntry, type TimeFacts } from "./flag.ts";

const minimum = 20;
/** Below this distance, in robust standard deviations of ln hours, nothing is odd. */
const leastDistance = 3.5;
/** A whole day at one task and a note of a few minutes are everyday, however regular the person. */
const everyday = { from: 0.05, to: 8 };

interface Distant {
  readonly entry: TimeEntry;
  readonly usual: number;
  readonly distance: number;
}

/**
 * Entries far from what this person usually logs at a time on that kind of work, and the likely cause where a slip of
 * the unit would explain it. Confidence is one less the share of such distances that would be there anyway: by a
 * normal distribution, or as often as before the days looked at, whichever is more (a local false discovery rate).
 */
export function unusualHours(facts: TimeFacts): Flag[] {
  const { distances, past } = distancesOf(facts);
  const found = distances
    .filter(({ entry, distance }) => Math.abs(distance) >= leastDistance && !isEveryday(entry.hours))
    .sort((a, b) => Math.abs(b.distance) - Math.abs(a.distance) || (a.entry.entry_gid < b.entry.entry_gid ? -1 : 1));
  return found.map((distant, i) => {
    const size = Math.abs(distant.distance);
    const before = past.filter((other) => Math.abs(other) >= size && Math.sign(other) === Math.sign(distant.distance));
    const share = Math.max(2 * normalCdf(-size), before.length / Math.max(1, past.length));
    return flagOf(distant, 1 - (distances.length * share) / (i + 1));
  });
}

const isEveryday = (hours: number): boolean => hours > everyday.from && hours < everyday.to;

/** Distances of the entries looked at from what is usual, and those of the entries before. */
function distancesOf(facts: TimeFacts): { distances: Distant[]; past: number[] } {
  const distances: Distant[] = [];
  const past: number[] = [];
  for (const own of facts.byPerson.values()) {
    for (const entries of Map.groupBy(own, (entry) => entry.kind ?? "").values()) {
      if (entries.length < minimum) continue;
      const logs = entries.map((entry) => Math.log(entry.hours));
      const centre = median(logs);
      const spread = Math.max(0.25, 1.4826 * median(logs.map((log) => Math.abs(log - centre))));
      entries.forEach((entry, i) => {
        const distance = (logs[i]! - centre) / spread;
        if (entry.day >= facts.since) distances.push({ entry, usual: Math.exp(centre), distance });
        else past.push(distance);
      });
    }
  }
  return { distances, past };
}

function flagOf({ entry, usual }: Distant, confidence: number): Flag {
  const slip = slipOf(entry.hours, usual);
  const reason = `${sayHours(entry.hours)} at a time is far from the usual ${sayHours(usual)} on this kind of work`;
  return {
    rule: slip ? "unit_slip" : "unusual_hours",
    entry_gid: entry.entry_gid,
    person_gid: entry.person_gid,
    day: entry.day,
    reason: slip ? `${reason}; ${slip.words}.` : `${reason}.`,
    confidence: Math.max(0, Math.min(0.99, confidence)),
    value: entry.hours,
    expected: slip ? slip.hours : usual,
  };
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

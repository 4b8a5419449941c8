import { changeEntry, deleteEntry, logTime } from "../world/tasks.ts";
import type { Entry } from "../world/types.ts";
import type { World } from "../world/world.ts";

/** Splits or joins entries of the same task, person and day until there are exactly as many as wanted; sums stay. */
export function fitEntries(world: World, wanted: number): void {
  const surplus = world.entries.size - wanted;
  if (surplus > 0) join(world, surplus);
  else split(world, -surplus);
}

function split(world: World, missing: number): void {
  let left = missing;
  for (let least = 120; left > 0 && least >= 30; least -= 30) {
    for (const entry of [...world.entries.values()]) {
      if (left === 0) return;
      if (entry.minutes < least) continue;
      const half = Math.max(15, Math.floor(entry.minutes / 30) * 15);
      changeEntry(world, entry, { minutes: entry.minutes - half });
      logTime(world, { ...entry, minutes: half, createdAt: entry.createdAt + 60_000 });
      left -= 1;
    }
  }
}

/** Joins what one person logged on one task on consecutive occasions, onto the later day while that day has room. */
function join(world: World, surplus: number): void {
  const days = new Map<string, number>();
  const dayOf = (entry: Entry): string => `${entry.person.gid}:${entry.enteredOn}`;
  for (const entry of world.entries.values()) days.set(dayOf(entry), (days.get(dayOf(entry)) ?? 0) + entry.minutes);
  let left = surplus;
  for (const task of world.tasks.values()) {
    for (let index = task.entries.length - 1; index > 0 && left > 0; index--) {
      const later = task.entries[index]!;
      const earlier = task.entries[index - 1]!;
      const total = (days.get(dayOf(later)) ?? 0) + earlier.minutes;
      if (later.person !== earlier.person || total > MOST_MINUTES_A_DAY) continue;
      days.set(dayOf(later), total);
      days.set(dayOf(earlier), (days.get(dayOf(earlier)) ?? 0) - earlier.minutes);
      absorb(world, later, earlier);
      left -= 1;
    }
    if (left === 0) return;
  }
}

const MOST_MINUTES_A_DAY = 9 * 60;

function absorb(world: World, later: Entry, earlier: Entry): void {
  changeEntry(world, later, { minutes: later.minutes + earlier.minutes });
  deleteEntry(world, earlier);
}

import { dayNumber, dayText, isWorkday } from "../days.ts";
import type { Random } from "../random.ts";
import type { Person } from "../world/types.ts";
import type { World } from "../world/world.ts";
import type { Worker } from "./people.ts";
import type { Size } from "./sizes.ts";

/** Whether a person is away on a day. */
export type AwayOn = (person: Person, day: number) => boolean;

/** About three spells a year for everyone, some of them ahead; answers who is away when. */
export function addAbsences(
  world: World,
  { workers, size, today, dice }: { workers: readonly Worker[]; size: Size; today: string; dice: Random },
): AwayOn {
  const end = dayNumber(today);
  const own = dice.fork("absence");
  const away = new Set<string>();
  for (const { person } of workers) {
    for (let day = end - size.days + own.whole(10, 110); day < end + 70; day += own.whole(60, 190)) {
      let from = day;
      while (!isWorkday(from)) from += 1;
      const to = from + (own.chance(0.4) ? 0 : own.whole(1, 11));
      const gid = world.gid();
      world.absences.set(gid, { gid, person, startOn: dayText(from), endOn: dayText(to) });
      for (let each = from; each <= to; each++) away.add(`${person.gid}:${each}`);
    }
  }
  return (person, day) => away.has(`${person.gid}:${day}`);
}

import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelSettings } from "../node.ts";
import { addDays, dateOf, dayNumber } from "../statistics/calendar.ts";
import { weeksAhead, weeksBack } from "./capacity-within.ts";

/** A window of days that a team plans as one, both days included. */
export interface Sprint {
  readonly name: string;
  readonly starts_on: string;
  readonly ends_on: string;
}

const mostListed = 60;

/** Sprints of the config that touch the weeks that are told about, in the order of their dates. */
export function sprintsAround({ asOf, settings }: Pick<ModelInput, "asOf" | "settings">): Sprint[] {
  const first = currentWeek(asOf, settings);
  const [from, to] = [dateOf(first - 7 * weeksBack), dateOf(first + 7 * weeksAhead)];
  return listed(settings.sprints, from)
    .filter((sprint) => sprint.ends_on >= from && sprint.starts_on < to)
    .sort((a, b) => (`${a.starts_on}/${a.name}` < `${b.starts_on}/${b.name}` ? -1 : 1));
}

/** Sprints that repeat are numbered from the first one on. */
function listed(sprints: ModelSettings["sprints"], from: string): readonly Sprint[] {
  if (sprints === undefined || Array.isArray(sprints)) return sprints ?? [];
  const { starts_on, weeks, name } = sprints as Exclude<typeof sprints, readonly Sprint[]>;
  const before = Math.max(0, Math.floor((dayNumber(from) - dayNumber(starts_on)) / (7 * weeks)));
  return Array.from({ length: mostListed }, (_, i) => {
    const start = addDays(starts_on, 7 * weeks * (before + i));
    return { name: `${name} ${before + i + 1}`, starts_on: start, ends_on: addDays(start, 7 * weeks - 1) };
  });
}

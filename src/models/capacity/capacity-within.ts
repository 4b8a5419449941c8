import type { WorkingCalendar } from "../calendar/working-calendar.ts";
import type { ModelInput } from "../node.ts";
import { dayNumber } from "../statistics/calendar.ts";
import { round } from "./load-columns.ts";
import type { PersonRow } from "./read-capacity.ts";

export const weeksBack = 13;
export const weeksAhead = 8;

/** What the rows of all people have in common. */
export interface Shared {
  readonly calendar: WorkingCalendar;
  readonly input: Pick<ModelInput, "asOf" | "seed" | "settings">;
  readonly paths: number;
}

/** Hours of capacity and of time off within a span of days, the last one excluded. */
export function capacityWithin(person: PersonRow, [from, to]: readonly [number, number], { calendar, input }: Shared) {
  const perDay = person.weekly_capacity_hours / 5;
  const isCounted = person.is_active || from < dayNumber(input.asOf);
  const days = isCounted ? calendar.workingDays(person.person_gid, from, to) : 0;
  return {
    capacity_hours: round(perDay * days),
    time_off_hours: round(perDay * calendar.daysOff(person.person_gid, from, to)),
  };
}

import type { ModelInput } from "../node.ts";
import {
  type Absence,
  createCalendar,
  type Employment,
  type Holiday,
  type WorkingCalendar,
} from "./working-calendar.ts";

export const calendarTables = ["marts.holidays", "marts.absence", "marts.people"] as const;

/** The working calendar of this workspace from its marts. */
export async function readCalendar(input: Pick<ModelInput, "rows">): Promise<WorkingCalendar> {
  const [holidays, absence, people] = await Promise.all([
    input.rows<Holiday>("select holiday_on, person_gid from marts.holidays"),
    input.rows<Absence>("select person_gid, start_on, end_on from marts.absence where end_on >= start_on"),
    input.rows<Employment>("select person_gid, started_on, ends_on from marts.people"),
  ]);
  return createCalendar({ holidays, absence, people });
}

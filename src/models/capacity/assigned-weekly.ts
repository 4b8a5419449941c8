import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { currentWeek } from "../calendar/weeks.ts";
import type { ModelInput, ModelNode, ModelRow } from "../node.ts";
import { dateOf, dayNumber } from "../statistics/calendar.ts";
import { weeksAhead } from "./capacity-within.ts";
import { round } from "./load-columns.ts";
import { assignedTasks } from "./person-load.ts";
import { capacityTables, readAssigned } from "./read-capacity.ts";

/** Hours of assigned open work by week ahead and project, spread as for marts.capacity_weekly, which sums them up by person. */
export const assignedWeeklyNode: ModelNode = {
  name: "assigned_weekly",
  reads: [...new Set([...capacityTables, ...calendarTables])],
  writes: ["marts.assigned_weekly"],
  run: async (input) => ({ "marts.assigned_weekly": await assignedRows(input) }),
};

async function assignedRows(input: ModelInput): Promise<ModelRow[]> {
  const [{ people, tasks }, calendar] = await Promise.all([readAssigned(input), readCalendar(input)]);
  const first = currentWeek(input.asOf, input.settings);
  const ahead = { calendar, first, today: dayNumber(input.asOf), weeks: weeksAhead };
  const known = new Map(people.map((person) => [person.person_gid, person]));
  return [...Map.groupBy(tasks, (task) => task.person_gid)].flatMap(([person_gid, own]) => {
    // Work of nobody, or of somebody who is listed no more, is spread over common working days.
    const unknown = { weekly_capacity_hours: input.settings.default_weekly_capacity_hours, is_active: false };
    const person = known.get(person_gid) ?? { person_gid, ...unknown };
    const byProject = Map.groupBy(assignedTasks({ person, tasks: own }, ahead), (task) => task.project_gid ?? "none");
    return [...byProject].flatMap(([project_gid, spread]) =>
      Array.from({ length: weeksAhead }, (_, i) => ({
        ...{ person_gid, project_gid, week_start_on: dateOf(first + 7 * i) },
        assigned_hours: round(spread.reduce((sum, task) => sum + task.meanRemaining * task.shares[i]!, 0)),
      })).filter((row) => row.assigned_hours > 0),
    );
  });
}

import { calendarTables, readCalendar } from "../calendar/read-calendar.ts";
import { usualRamp } from "../headcount/assumptions.ts";
import type { ModelInput, ModelNode } from "../node.ts";
import { firstMonths, type Newcomer } from "./first-months.ts";
import { readTeam, teamTables } from "./read-team.ts";

/** The first three months of people who are new or about to come: hours to plan with, and what to begin with. */
export const onboardingNode: ModelNode = {
  name: "onboarding",
  reads: [...new Set([...teamTables, ...calendarTables])],
  writes: ["marts.onboarding"],
  run: async (input) => {
    const newcomers = await input.rows<Newcomer>(newcomersSql(input));
    if (newcomers.length === 0) return { "marts.onboarding": [] };
    const [team, calendar, assigned] = await Promise.all([
      readTeam(input),
      readCalendar(input),
      input.rows<AssignedRow>(assignedSql(newcomers)),
    ]);
    const rampWeeks = usualRamp(input.settings.headcount.ramp_weeks);
    const months = newcomers.flatMap((person) => firstMonths(person, { ...team, calendar, rampWeeks }));
    return {
      "marts.onboarding": months
        .filter(({ to_on }) => to_on >= input.asOf)
        .map(({ person, first_tasks, ...month }) => ({
          ...month,
          assigned_hours: assignedIn(month, assigned),
          n: team.waiting.filter(({ team_gid }) => team_gid === month.team_gid).length,
          as_of_on: input.asOf,
        })),
    };
  },
};

interface AssignedRow {
  readonly person_gid: string;
  readonly due_on: string;
  readonly hours: number;
}

const assignedIn = (
  month: { readonly person_gid: string; readonly from_on: string; readonly to_on: string },
  assigned: readonly AssignedRow[],
): number =>
  assigned
    .filter((row) => row.person_gid === month.person_gid && row.due_on >= month.from_on && row.due_on <= month.to_on)
    .reduce((sum, { hours }) => sum + hours, 0);

// Where the records themselves are young, everybody looks new: eight weeks of tasks must come before.
const newcomersSql = ({ asOf }: ModelInput) => `
  select person_gid, coalesce(name, person_gid) as name, nullif(trim(role), '') as role, started_on as "on",
    home_team_gid as team_gid, cast(greatest(coalesce(weekly_capacity_hours, 0), 0) as double) as weekly_hours,
    coalesce(skills, []) as skills
  from marts.people
  where is_active and not coalesce(is_guest, false) and home_team_gid is not null
    and started_on between date '${asOf}' - 89 and date '${asOf}' + 365
    and (started_on > date '${asOf}' or started_on > (select min(cast(created_at as date)) + 56 from marts.tasks))
  order by started_on, person_gid`;

/** Gids come out of the release; still nothing but letters, digits and marks of a gid gets in. */
const assignedSql = (people: readonly Newcomer[]) => `
  select t.assignee_gid as person_gid, t.due_on, cast(coalesce(f.remaining_hours, t.estimate_hours, 0) as double) as hours
  from marts.tasks t left join marts.task_forecasts f using (task_gid)
  where not t.is_completed and not t.is_own and not t.is_deleted and t.due_on is not null
    and t.assignee_gid in (${people.map(({ person_gid }) => `'${person_gid.replace(/[^\w:.-]/g, "")}'`).join(", ")})
  order by t.task_gid`;

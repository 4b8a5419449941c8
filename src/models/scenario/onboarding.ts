import { readCalendar } from "../calendar/read-calendar.ts";
import { usualRamp } from "../headcount/assumptions.ts";
import { addDays, dayNumber } from "../statistics/calendar.ts";
import type { Join, Plan, ScenarioInput } from "./plan.ts";

/** What a newcomer can take on in the first, second and third month, and what waits there. */
export interface OnboardingMonth {
  readonly person: string;
  readonly from_on: string;
  readonly to_on: string;
  readonly capacity_hours: number;
  /** Hours to plan with: capacity times how far the ramp has come. */
  readonly plan_hours: number;
  /** Open work of the home team due in the month that fits the skills and lies with nobody or with somebody overloaded. */
  readonly waiting_hours: number;
  readonly first_tasks: readonly string[];
}

const tasksNamed = 3;

interface TaskRow {
  readonly team_gid: string;
  readonly name: string;
  readonly due_on: string;
  readonly skills: readonly string[] | null;
  readonly hours: number;
}

/** Days 1 to 30, 31 to 60 and 61 to 90 of everybody whom the plan lets join. */
export async function planOnboarding(plan: Plan, input: ScenarioInput): Promise<OnboardingMonth[]> {
  if (plan.joins.length === 0) return [];
  const [calendar, tasks] = await Promise.all([readCalendar(input), input.rows<TaskRow>(waitingSql)]);
  const ramp = 7 * usualRamp(plan.headcount.ramp_weeks ?? input.settings.headcount.ramp_weeks);
  return plan.joins.flatMap((join) =>
    [0, 30, 60].map((after) => {
      const first = dayNumber(join.on);
      const from_on = addDays(join.on, after);
      const to_on = addDays(join.on, after + 29);
      const days = calendar.workingDays(join.person_gid, first + after, first + after + 30);
      const capacity = (join.weekly_hours / 5) * days;
      const progress = ramp > 0 ? Math.min(1, (after + 15) / ramp) : 1;
      const waiting = tasks.filter((task) => fits(task, join) && task.due_on >= from_on && task.due_on <= to_on);
      return {
        ...{ person: join.name, from_on, to_on },
        capacity_hours: Math.round(capacity),
        plan_hours: Math.round(capacity * progress),
        waiting_hours: Math.round(waiting.reduce((sum, task) => sum + task.hours, 0)),
        first_tasks: waiting.slice(0, tasksNamed).map((task) => task.name),
      };
    }),
  );
}

function fits(task: TaskRow, join: Join): boolean {
  const known = new Set(join.skills.map((skill) => skill.toLowerCase()));
  return task.team_gid === join.team_gid && (task.skills ?? []).every((skill) => known.has(skill.toLowerCase()));
}

const waitingSql = `
  with overloaded as (
    select distinct person_gid from marts.capacity_weekly where is_future and overload_probability >= 0.5
  )
  select coalesce(a.home_team_gid, p.team_gid) as team_gid, coalesce(t.name, t.task_gid) as name, t.due_on, t.skills,
    cast(coalesce(f.remaining_hours, t.estimate_hours, 0) as double) as hours
  from marts.tasks t left join marts.task_forecasts f using (task_gid)
    left join marts.people a on a.person_gid = t.assignee_gid
    left join marts.projects p on p.project_gid = t.project_gid
    left join overloaded o on o.person_gid = t.assignee_gid
  where not t.is_completed and not t.is_own and not t.is_deleted and not coalesce(t.is_milestone, false)
    and t.due_on is not null and coalesce(a.home_team_gid, p.team_gid) is not null
    and (t.assignee_gid is null or o.person_gid is not null)
  order by t.due_on, t.task_gid`;

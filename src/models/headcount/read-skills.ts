import { weekSql } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";

/*
Work and people by skill. A task that asks for two skills counts half for each; what asks for none goes to the skill 'none',
which everybody has. Skills are compared without regard to case.
*/

export const none = "none";

export interface SkillWeek {
  readonly skill: string;
  /** Weeks ago, 0 the last one that is told. */
  readonly ago: number;
  readonly hours: number;
}

export interface SkillNeed {
  readonly skill: string;
  readonly quarter: string;
  readonly hours: number;
}

export const weeksRead = 104;
/** The last weeks are left out: much of their time is not logged yet. */
const lateWeeks = 2;

export async function readSkills(input: ModelInput) {
  const [names, people, weeks, committed] = await Promise.all([
    input.rows<{ skill: string; name: string }>(namesSql),
    input.rows<{ person_gid: string; skills: string[] }>(peopleSql),
    input.rows<SkillWeek>(weeksSql(input)),
    input.rows<SkillNeed>(committedSql(input)),
  ]);
  return { names, people, weeks, committed };
}

const namesSql = `
  with named as (
    select unnest(skills) as skill from marts.people where is_active and not coalesce(is_guest, false)
    union all select unnest(skills) from marts.tasks where not is_own and not is_deleted
  )
  select lower(trim(skill)) as skill, min(trim(skill)) as name from named where trim(skill) <> '' group by all order by all`;

const peopleSql = `
  select person_gid, list_sort(list_distinct(list_transform(skills, lambda s: lower(trim(s))))) as skills from marts.people
  where len(skills) > 0 order by person_gid`;

const skillsOf = `unnest(case when len(t.skills) > 0 then list_transform(t.skills, lambda s: lower(trim(s))) else ['${none}'] end)`;

const weeksSql = (input: ModelInput) => `
  with entries as (
    select ${skillsOf} as skill, ${weekSql("e.entered_on", input.settings)} as week,
      cast(e.hours / greatest(1, coalesce(len(t.skills), 0)) as double) as hours
    from marts.time_entries e join marts.tasks t using (task_gid)
    where e.hours > 0 and not t.is_own and not t.is_deleted
      and e.entered_on between date '${input.asOf}' - ${7 * (weeksRead + lateWeeks)} and date '${input.asOf}'
  ), last as (select ${weekSql(`date '${input.asOf}'`, input.settings)} - ${7 * lateWeeks} as week)
  select skill, cast((last.week - entries.week) // 7 as integer) as ago, sum(hours) as hours
  from entries, last where entries.week <= last.week group by all order by all`;

const committedSql = ({ asOf }: ModelInput) => `
  with open as (
    select ${skillsOf} as skill,
      cast(date_trunc('quarter', greatest(coalesce(t.due_on, date '${asOf}'), date '${asOf}')) as date) as quarter,
      cast(greatest(coalesce(f.remaining_hours, t.estimate_hours - coalesce(t.actual_hours, 0), 0), 0) / greatest(1, coalesce(len(t.skills), 0)) as double) as hours
    from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid
    where not t.is_completed and not t.is_own and not t.is_deleted
  )
  select skill, quarter, sum(hours) as hours from open group by all order by all`;

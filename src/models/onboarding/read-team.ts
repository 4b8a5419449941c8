import type { ModelInput } from "../node.ts";
import type { WaitingTask } from "./first-months.ts";

export const teamTables = [
  "marts.people",
  "marts.tasks",
  "marts.task_forecasts",
  "marts.projects",
  "marts.capacity_weekly",
] as const;

/** What waits in the teams, and which skills go with a role. */
export async function readTeam({ rows }: Pick<ModelInput, "rows">) {
  const [waiting, roles] = await Promise.all([
    rows<WaitingTask>(waitingSql),
    rows<{ role: string; skills: string[] }>(rolesSql),
  ]);
  return { waiting, skillsOfRole: new Map(roles.map(({ role, skills }) => [role, skills])) };
}

const waitingSql = `
  with overloaded as (
    select distinct person_gid from marts.capacity_weekly where is_future and overload_probability >= 0.5
  )
  select t.task_gid, coalesce(a.home_team_gid, p.team_gid) as team_gid, coalesce(t.name, t.task_gid) as name, t.due_on, t.skills,
    cast(coalesce(f.remaining_hours, t.estimate_hours, 0) as double) as hours
  from marts.tasks t left join marts.task_forecasts f using (task_gid)
    left join marts.people a on a.person_gid = t.assignee_gid
    left join marts.projects p on p.project_gid = t.project_gid
    left join overloaded o on o.person_gid = t.assignee_gid
  where not t.is_completed and not t.is_own and not t.is_deleted and not coalesce(t.is_milestone, false)
    and t.due_on is not null and coalesce(a.home_team_gid, p.team_gid) is not null
    and (t.assignee_gid is null or o.person_gid is not null)
  order by t.due_on, t.task_gid`;

// A skill goes with a role when half of its people have it.
const rolesSql = `
  with people as (
    select lower(trim(role)) as role, person_gid, skills from marts.people where is_active and trim(role) <> '' and len(skills) > 0
  ), counted as (select role, count(*) as n from people group by role),
  held as (select role, person_gid, lower(trim(unnest(skills))) as skill from people),
  common as (select role, skill, count(distinct person_gid) as n from held group by role, skill)
  select c.role, list(c.skill order by c.skill) as skills from common c join counted using (role)
  where c.n >= 0.5 * counted.n group by c.role order by c.role`;

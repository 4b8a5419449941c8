import type { ScenarioInput } from "./plan.ts";

/** A number for everything that a person's load rests on; equal numbers mean that the plan leaves this person alone. */
export type Fingerprints = ReadonlyMap<string, string>;

export async function fingerprints(input: ScenarioInput): Promise<Fingerprints> {
  const rows = await input.rows<{ person_gid: string; print: string }>(fingerprintSql);
  return new Map(rows.map(({ person_gid, print }) => [person_gid, print]));
}

/** People whose load the plan changes, newcomers among them. */
export const touchedPeople = (before: Fingerprints, after: Fingerprints): ReadonlySet<string> =>
  new Set([...after].filter(([gid, print]) => before.get(gid) !== print).map(([gid]) => gid));

// Hashes are summed as large whole numbers, so that neither order nor threads matter.
const fingerprintSql = `
  with parts as (
    select person_gid, hash('person', weekly_capacity_hours, started_on, ends_on, is_active, home_team_gid) as print from marts.people
    union all
    select t.assignee_gid, hash('task', t.task_gid, t.project_gid, t.start_on, t.due_on, t.estimate_hours, t.actual_hours, t.story_points,
      f.hours_p50, f.hours_p90, f.completes_on_p85)
    from marts.tasks t left join marts.task_forecasts f using (task_gid)
    where not t.is_completed and not t.is_deleted and t.assignee_gid is not null
    union all
    select person_gid, hash('allocation', allocation_gid, project_gid, start_on, end_on, hours_per_week) from marts.allocations
    where person_gid is not null
  )
  select p.person_gid, cast(sum(cast(parts.print as hugeint)) as varchar) as print
  from parts join marts.people p using (person_gid) group by p.person_gid order by p.person_gid`;

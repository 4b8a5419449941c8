import type { ModelInput } from "../node.ts";
import { type Recommendation, round } from "./recommendation.ts";

export const templateTables = ["marts.tasks", "marts.projects"] as const;

/*
Asana does not tell which tasks came from a template. Tasks of one project whose names are equal but for numbers, and most
of which carry the same estimate, are taken for one.
*/
const fewest = 10;
/** Share of them that took longer than estimated: with 10 tasks, 9 or more happen by chance in 1 of 93 cases. */
const always = 0.85;
const leastRatio = 1.25;

/** Recurring tasks whose prefilled estimate is too low nearly every time. */
export async function templateChanges(input: ModelInput): Promise<Recommendation[]> {
  const rows = await input.rows<Row>(query(input.asOf));
  return rows.map((row) => ({
    kind: "template_change",
    subjects: [row.project_gid, ...row.task_gids],
    responsible_gid: row.owner_gid,
    reason: `"${row.name}" starts with an estimate of ${round(row.estimate, 1)} h and took longer in ${row.over} of ${row.n} cases, ${round(row.median, 1)} h in the middle.`,
    before: { estimate_hours: round(row.estimate, 2), share_over_estimate: round(row.over / row.n, 2), n: row.n },
    after: { estimate_hours: round(row.median, 1), share_over_estimate: 0.5, n: row.n },
    changes: [],
    effect: 0.3 * (row.over / row.n - 0.5),
  }));
}

interface Row {
  readonly project_gid: string;
  readonly owner_gid: string | null;
  readonly name: string;
  readonly n: number;
  readonly over: number;
  readonly estimate: number;
  readonly median: number;
  readonly task_gids: readonly string[];
}

const query = (asOf: string) => `
  with done as (
    select project_gid, trim(regexp_replace(lower(name), '[0-9]+([-/.][0-9]+)*', '#', 'g')) as stem, name, task_gid,
      completed_at, cast(original_estimate_hours as double) as estimate, cast(actual_hours as double) as actual
    from marts.tasks
    where is_completed and not is_own and not is_deleted and original_estimate_hours > 0 and actual_hours > 0
      and project_gid is not null and completed_at >= date '${asOf}' - 365
  ), grouped as (
    select project_gid, stem, max_by(name, (completed_at, task_gid)) as name, mode(estimate order by estimate) as estimate from done group by all
    having count(*) >= ${fewest}
  )
  select g.project_gid, p.owner_gid, g.name, g.estimate, count(*) as n, count(*) filter (d.actual > g.estimate) as over,
    median(d.actual) as median, list(d.task_gid order by d.completed_at desc, d.task_gid)[1:3] as task_gids
  from grouped g join done d using (project_gid, stem) join marts.projects p using (project_gid)
  where d.estimate = g.estimate and not p.is_own and not coalesce(p.is_archived, false)
  group by all
  having count(*) >= ${fewest} and count(*) filter (d.actual > g.estimate) >= ${always} * count(*)
    and median(d.actual) >= ${leastRatio} * g.estimate
  order by all`;

import type { ModelInput } from "../node.ts";
import { type Recommendation, round } from "./recommendation.ts";

export const adoptTables = ["marts.tasks", "marts.projects", "marts.task_forecasts"] as const;

/** Fewer tasks without an estimate than this are no gap. */
const fewest = 3;
/** Tasks that one approval fills; the others are proposed once these have an estimate. */
const mostTasks = 20;

/** Projects whose coming work lacks estimates that the model can give: one proposal a project. */
export async function estimatesToAdopt(input: ModelInput): Promise<Recommendation[]> {
  const rows = await input.rows<Row>(query(input.asOf));
  return rows.map((row) => ({
    kind: "adopt_estimate",
    subjects: [row.project_gid, ...row.task_gids],
    responsible_gid: row.owner_gid,
    reason: `${row.task_gids.length} open tasks of "${row.name}" have no estimate; similar past tasks say about ${Math.round(row.hours)} h in all.`,
    before: { share_estimated: round(row.estimated / row.open, 2), hours_without_estimate: round(row.hours, 0) },
    after: {
      share_estimated: round((row.estimated + row.task_gids.length) / row.open, 2),
      hours_without_estimate: 0,
    },
    changes: row.task_gids
      .slice(0, mostTasks)
      .map((task_gid, i) => ({ task_gid, name: "estimate", old: null, new: row.estimates[i]! })),
    effect: 0.1 * (row.task_gids.length / row.open),
  }));
}

interface Row {
  readonly project_gid: string;
  readonly owner_gid: string | null;
  readonly name: string;
  readonly open: number;
  readonly estimated: number;
  readonly hours: number;
  readonly task_gids: readonly string[];
  readonly estimates: readonly number[];
}

const query = (asOf: string) => `
  with open as (
    select t.project_gid, t.task_gid, t.estimate_hours > 0 as is_estimated, t.due_on, f.hours_p50
    from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
    where not t.is_completed and not t.is_own and not t.is_deleted and not coalesce(t.is_milestone, false)
      and t.project_gid is not null
  ), counted as (
    select project_gid, count(*) as open, count(*) filter (is_estimated) as estimated,
      sum(hours_p50) filter (is_empty) as hours, list(task_gid order by task_gid) filter (is_empty) as task_gids,
      list(round(cast(hours_p50 as double), 1) order by task_gid) filter (is_empty) as estimates
    from (select *, not coalesce(is_estimated, false) and hours_p50 is not null
      and due_on between date '${asOf}' and date '${asOf}' + 56 as is_empty from open)
    group by project_gid
  )
  select c.*, p.owner_gid, coalesce(p.name, c.project_gid) as name
  from counted c join marts.projects p using (project_gid)
  where len(c.task_gids) >= ${fewest} and not p.is_own and not coalesce(p.is_archived, false) order by c.project_gid`;

import { dayOfSql, weekSql } from "../calendar/weeks.ts";
import type { ModelInput } from "../node.ts";
import type { LoggedRow } from "./read-capacity.ts";

/** An open task that is counted in story points. */
export interface PointedTaskRow {
  readonly person_gid: string;
  readonly project_gid: string | null;
  readonly start_on: string | null;
  readonly due_on: string | null;
  readonly usual_end_on: string | null;
  readonly hours: number;
  readonly points: number;
  /** Spread of the points on the log scale; 0 where people have written them. */
  readonly sigma: number;
}

/** Points finished by person and week (as LoggedRow, points in `hours`), and open tasks; both empty where nobody counts points. */
export async function readPoints(input: ModelInput) {
  const done = await input.rows<LoggedRow>(doneSql(input));
  const open = done.length > 0 ? await input.rows<PointedTaskRow>(openSql(input)) : [];
  return { done, open };
}

const isCounted = "not t.is_own and not t.is_deleted and t.assignee_gid is not null";

const doneSql = ({ asOf, settings }: ModelInput) => {
  const [done, created] = ["t.completed_at", "t.created_at"].map((column) => dayOfSql(column, settings));
  return `
  with done as (
    select t.assignee_gid as person_gid, cast(t.story_points as double) as hours, ${weekSql(done!, settings)} as week,
      ${weekSql(`least(coalesce(${created}, ${done}), ${done})`, settings)} as created_week
    from marts.tasks t
    where t.is_completed and t.story_points > 0 and ${isCounted}
      and t.completed_at > date '${asOf}' - 400 and ${done} <= date '${asOf}'
  )
  select person_gid, week, cast(least(9, greatest(0, (week - created_week) // 7)) as integer) as lag, sum(hours) as hours
  from done group by all order by all`;
};

// In projects that count points, a task without any counts as their middle one. A filter would not keep ln() from points
// below zero: DuckDB reckons before it filters.
const openSql = ({ asOf, settings }: ModelInput) => `
  with usual as (
    select project_gid, cast(median(story_points) filter (story_points > 0) as double) as points,
      coalesce(stddev_pop(ln(nullif(greatest(cast(story_points as double), 0), 0))), 0) as sigma
    from marts.tasks t
    where is_completed and ${isCounted} and project_gid is not null and completed_at > date '${asOf}' - 182
    group by project_gid having count(*) >= 8 and count(*) filter (story_points > 0) >= 0.5 * count(*)
  )
  select t.assignee_gid as person_gid, t.project_gid, t.start_on, t.due_on, f.completes_on_p85 as usual_end_on,
    cast(coalesce(f.hours_p50, greatest(t.estimate_hours, 0), 8) as double) as hours,
    cast(case when t.story_points > 0 then t.story_points else u.points end as double) as points,
    case when t.story_points > 0 then 0 else u.sigma end as sigma
  from marts.tasks t left join marts.task_forecasts f on f.task_gid = t.task_gid and f.status = 'ok'
    left join usual u on u.project_gid = t.project_gid
  where not t.is_completed and ${isCounted} and not coalesce(t.is_milestone, false)
    and coalesce(${dayOfSql("t.created_at", settings)}, date '1970-01-01') <= date '${asOf}'
    and (t.story_points > 0 or u.points > 0)
  order by t.task_gid`;

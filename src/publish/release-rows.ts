import type { Config } from "../config/read.ts";
import type { Database } from "../warehouse/database.ts";
import type { ProjectRow } from "./plans/project-summaries.ts";
import type { InsightRow } from "./plans/retro-insights.ts";
import { type Scope, scopeOf } from "./scope.ts";

export type Release = Pick<Database, "rows">;

/** Which run a release came from. */
export async function readReleaseRun(release: Release): Promise<{ run_id: string; as_of_on: string }> {
  const [row] = await release.rows<{ run_id: string; as_of_on: string }>(
    "select run_id, as_of_on from meta.refreshes order by is_this_release desc, seq desc limit 1",
  );
  if (!row) throw new Error("The release does not say which run made it (meta.refreshes is empty)");
  return row;
}

export async function readScope(release: Release, publish: Config["publish"]): Promise<Scope> {
  return scopeOf(publish, {
    projects: await release.rows("select project_gid, team_gid from marts.projects"),
    portfolio_projects: await release.rows("select portfolio_gid, project_gid from marts.portfolio_projects"),
    team_members: await release.rows("select team_gid, person_gid from marts.team_members"),
  });
}

/** Running projects with their forecast, and how far effort ran over on their completed tasks. */
export const readProjectRows = (release: Release): Promise<ProjectRow[]> =>
  release.rows(`
    with compared as (
      select project_gid, count(*) as n, cast(sum(actual_hours) as double) / cast(sum(estimate_hours) as double) - 1 as effort_variance
      from marts.tasks
      where is_completed and not is_own and not is_deleted and estimate_hours > 0 and actual_hours > 0
      group by project_gid
    )
    select
      p.project_gid, p.name, coalesce(f.status, 'insufficient_data') as status, f.unlocks, f.completes_on_p50,
      f.completes_on_p85, p.due_on, f.on_time_probability, f.risk, f.n, c.effort_variance,
      coalesce(c.n, 0) as number_of_compared_tasks
    from marts.projects as p
    left join marts.project_forecasts as f using (project_gid)
    left join compared as c using (project_gid)
    where not coalesce(p.is_archived, false) and not coalesce(p.is_completed, false) and not coalesce(p.is_own, false)
      and not coalesce(p.is_deleted, false)
    order by p.project_gid`);

/** Insights of the newest two months. */
export const readInsightRows = (
  release: Release,
): Promise<(InsightRow & { scope_type: string; scope_gid: string })[]> =>
  release.rows(`
    with newest as (
      select distinct month_start_on from marts.retro_insights order by month_start_on desc limit 2
    )
    select
      i.insight_id, i.month_start_on, i.scope_type, i.scope_gid,
      case i.scope_type when 'team' then 'team ' || coalesce(t.name, i.scope_gid)
        when 'project' then 'project ' || coalesce(p.name, i.scope_gid) else 'the whole workspace' end as scope,
      i.title, i.finding, i.n, i.effect, i.suggested_action, i.evidence
    from marts.retro_insights as i
    left join marts.teams as t on i.scope_type = 'team' and t.team_gid = i.scope_gid
    left join marts.projects as p on i.scope_type = 'project' and p.project_gid = i.scope_gid
    where i.month_start_on in (select month_start_on from newest)
    order by i.month_start_on, i.insight_id`);

/** Gids of the people who are responsible for others, and are there. */
export async function readManagers(release: Release): Promise<string[]> {
  const rows = await release.rows<{ gid: string }>(`
    select distinct m.person_gid as gid
    from marts.people as p join marts.people as m on m.person_gid = p.manager_gid
    where p.is_active and m.is_active and not m.is_guest
    order by gid`);
  return rows.map(({ gid }) => gid);
}

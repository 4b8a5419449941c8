import type { Config } from "../config/read.ts";
import type { Database } from "../warehouse/database.ts";
import type { AlertWeek } from "./plans/alert-kinds.ts";
import type { PortfolioRow } from "./plans/portfolio-summaries.ts";
import type { ProjectRow } from "./plans/project-summaries.ts";
import type { InsightRow } from "./plans/retro-insights.ts";
import type { LastStatus } from "./plans/status-updates.ts";
import type { TaskRow } from "./plans/tasks.ts";
import { type ProjectWeek, weeklyTaskName } from "./plans/weekly-summaries.ts";
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

/** People whom the config leaves out are muted too. */
export async function readScope(
  release: Release,
  { publish, privacy }: Pick<Config, "publish" | "privacy">,
): Promise<Scope> {
  const mute = [...publish.mute, ...privacy.left_out];
  return scopeOf(
    { scope: publish.scope, mute },
    {
      projects: await release.rows("select project_gid, team_gid from marts.projects"),
      portfolio_projects: await release.rows("select portfolio_gid, project_gid from marts.portfolio_projects"),
      team_members: await release.rows("select team_gid, person_gid from marts.team_members"),
    },
  );
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

/** Time and money of running projects in the last whole week before the as-of date. */
export const readProjectWeeks = (release: Release, asOf: string): Promise<ProjectWeek[]> =>
  release.rows(
    `
    with week as (select cast(date_trunc('week', cast($1 as date)) as date) - 7 as monday),
    logged as (
      select
        e.project_gid, sum(e.hours) as total_hours,
        sum(e.hours) filter (e.entered_on between w.monday and w.monday + 6) as hours,
        count(distinct e.person_gid) filter (e.entered_on between w.monday and w.monday + 6) as number_of_people,
        sum(e.hours) filter (e.entered_on between w.monday - 28 and w.monday - 1) / 4 as usual_hours
      from marts.time_entries as e, week as w where e.entered_on <= w.monday + 6 and e.project_gid is not null
      group by e.project_gid
    ),
    spent as (select project_gid, sum(actual_amount) as spent_amount from marts.budgets group by project_gid),
    standing as (
      select project_gid, min(task_gid) as task_gid from marts.tasks
      where is_own and not coalesce(is_deleted, false) and name = $2 group by project_gid
    )
    select
      p.project_gid, w.monday as week_start_on, cast(l.hours as double) as hours, l.number_of_people,
      cast(coalesce(l.usual_hours, 0) as double) as usual_hours, cast(l.total_hours as double) as total_hours,
      cast(p.budget_hours as double) as budget_hours, cast(s.spent_amount as double) as spent_amount,
      cast(p.budget_amount as double) as budget_amount, p.currency, t.task_gid
    from marts.projects as p
    cross join week as w
    join logged as l using (project_gid)
    left join spent as s using (project_gid)
    left join standing as t using (project_gid)
    where l.hours > 0 and not coalesce(p.is_archived, false) and not coalesce(p.is_completed, false)
      and not coalesce(p.is_own, false) and not coalesce(p.is_deleted, false)
    order by p.project_gid`,
    [asOf, weeklyTaskName],
  );

/** Portfolios with what their running projects forecast. */
export const readPortfolioRows = (release: Release): Promise<PortfolioRow[]> =>
  release.rows(`
    with forecast as (
      select pp.portfolio_gid, p.name, p.project_gid, f.on_time_probability, f.completes_on_p85
      from marts.portfolio_projects as pp
      join marts.projects as p using (project_gid)
      join marts.project_forecasts as f using (project_gid)
      where f.status = 'ok' and f.on_time_probability is not null and p.due_on is not null
        and not coalesce(p.is_archived, false) and not coalesce(p.is_completed, false) and not coalesce(p.is_own, false)
    ),
    summed as (
      select
        portfolio_gid, count(*) as number_of_projects, count(*) filter (on_time_probability < 0.5) as number_of_late,
        arg_min(name, (on_time_probability, project_gid)) as worst_name, min(on_time_probability) as worst_probability,
        max(completes_on_p85) as completes_on_p85
      from forecast group by portfolio_gid
    ),
    told as (
      select parent_gid as portfolio_gid, arg_max(status_type, (created_at, status_update_gid)) as status_type
      from marts.status_updates group by parent_gid
    )
    select
      o.portfolio_gid, o.name, o.owner_gid, s.number_of_projects, s.number_of_late, s.worst_name, s.worst_probability,
      s.completes_on_p85, t.status_type
    from marts.portfolios as o
    join summed as s using (portfolio_gid)
    left join told as t using (portfolio_gid)
    order by o.portfolio_gid`);

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
export const readManagers = (release: Release): Promise<{ gid: string; person_gid: string }[]> =>
  release.rows(`
    select distinct m.person_gid as gid, p.person_gid
    from marts.people as p join marts.people as m on m.person_gid = p.manager_gid
    where p.is_active and m.is_active and not m.is_guest
    order by gid, p.person_gid`);

/** Open tasks with their forecast, and tasks completed in the last 30 days with planned and taken days. Subtasks show no project's fields. */
export const readTaskRows = (release: Release, asOf: string): Promise<TaskRow[]> =>
  release.rows(
    `
    select
      t.task_gid, t.project_gid, t.assignee_gid, t.is_completed, f.status, f.hours_p10, f.hours_p50, f.hours_p80, f.hours_p90, f.confidence,
      f.completes_on_p50, t.estimate_hours, f.n,
      date_diff('day', coalesce(t.start_on, cast(t.created_at as date)), t.due_on) + 1 as planned_days,
      case when t.is_completed then date_diff('day', coalesce(t.start_on, cast(t.created_at as date)), cast(t.completed_at as date)) + 1 end as taken_days
    from marts.tasks as t
    left join marts.task_forecasts as f on f.task_gid = t.task_gid
    where t.parent_gid is null and t.project_gid is not null and not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false)
      and (not t.is_completed or t.completed_at >= cast($1 as date) - interval 30 day)
    order by t.due_on nulls last, t.task_gid`,
    [asOf],
  );

/** Eight weeks ahead of each active person with a role in the work, with what falls due in each. */
export const readWeeks = (release: Release): Promise<AlertWeek[]> =>
  release.rows(`
    with due as (
      select
        t.assignee_gid as person_gid, cast(date_trunc('week', t.due_on) as date) as monday, t.name, t.task_gid, t.project_gid,
        row_number() over (partition by t.assignee_gid, date_trunc('week', t.due_on) order by coalesce(t.estimate_hours, 0) desc, t.task_gid) as place
      from marts.tasks as t
      where not t.is_completed and not coalesce(t.is_own, false) and not coalesce(t.is_deleted, false) and t.due_on is not null
    ),
    due_weeks as (
      select person_gid, monday, count(*) as n, list(name order by place) filter (place <= 3) as largest,
        list(task_gid order by place) filter (place <= 3) as largest_gids,
        list(coalesce(project_gid, '') order by place) filter (place <= 3) as largest_projects
      from due group by all
    ),
    current as (
      select max(week_start_on) as week_start_on from marts.capacity_weekly where week_start_on <= as_of_on
    )
    select
      c.person_gid, p.name, p.manager_gid, c.week_start_on, c.capacity_hours, c.load_p10, c.load_p50, c.load_p90,
      c.overload_probability, c.load_status, c.status, coalesce(d.n, 0) as number_of_tasks_due,
      coalesce(d.largest, []) as largest_tasks, coalesce(d.largest_gids, []) as largest_gids,
      coalesce(d.largest_projects, []) as largest_projects, c.logged_hours,
      c.week_start_on = (select week_start_on from current) as is_current
    from marts.capacity_weekly as c
    join marts.people as p on p.person_gid = c.person_gid and p.is_active and not coalesce(p.is_guest, false)
    left join due_weeks as d on d.person_gid = c.person_gid and d.monday = cast(date_trunc('week', c.week_start_on) as date)
    where c.is_future
    order by c.person_gid, c.week_start_on`);

/** The newest status of each project, and when Plimsoll last posted one. */
export const readStatuses = (release: Release): Promise<LastStatus[]> =>
  release.rows(`
    select
      parent_gid as project_gid, arg_max(status_type, (created_at, status_update_gid)) as status_type,
      cast(max(created_at) as date) as created_on, cast(max(created_at) filter (is_own) as date) as own_created_on
    from marts.status_updates group by parent_gid order by parent_gid`);

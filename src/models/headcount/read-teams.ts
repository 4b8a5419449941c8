import type { ModelInput } from "../node.ts";

export const headcountTables = [
  "marts.teams",
  "marts.people",
  "marts.tasks",
  "marts.task_forecasts",
  "marts.velocity_weekly",
] as const;

export interface MemberRow {
  readonly person_gid: string;
  /** Empty where no home team is known. */
  readonly team_gid: string;
  readonly weekly_capacity_hours: number;
  readonly capacity_source: string | null;
  readonly started_on: string | null;
  readonly ends_on: string | null;
  readonly is_active: boolean;
}

export interface CommittedRow {
  readonly team_gid: string;
  /** First month of the quarter in which the work is due (overdue and undated work: the as-of quarter). */
  readonly quarter: string;
  readonly hours: number;
}

export async function readTeams(input: ModelInput) {
  const [teams, members, weeks, committed, workspace] = await Promise.all([
    input.rows<{ team_gid: string }>("select team_gid from marts.teams order by team_gid"),
    input.rows<MemberRow>(membersSql),
    input.rows<{ team_gid: string; hours: number }>(weeksSql),
    input.rows<CommittedRow>(committedSql(input)),
    input.rows<{ hours: number }>(workspaceSql),
  ]);
  return { teams, members, weeks, committed, workspaceHours: workspace.map((row) => row.hours) };
}

const membersSql = `
  select person_gid, coalesce(home_team_gid, '') as team_gid, greatest(coalesce(weekly_capacity_hours, 0), 0) as weekly_capacity_hours,
    capacity_source, started_on, ends_on, coalesce(is_active, false) as is_active
  from marts.people where not coalesce(is_guest, false) order by person_gid`;

// Where no time is logged, the hours of completed tasks stand in for it.
const weeksSql = `
  select scope_gid as team_gid,
    case when sum(hours_logged) over (partition by scope_gid) > 0 then hours_logged else hours_completed end as hours
  from marts.velocity_weekly where scope_type = 'team' and kind in ('actual', 'nowcast')
  order by scope_gid, week_start_on`;

const workspaceSql = `
  select case when sum(hours_logged) over () > 0 then hours_logged else hours_completed end as hours
  from marts.velocity_weekly where scope_type = 'workspace' and kind in ('actual', 'nowcast')
  order by week_start_on`;

const committedSql = (input: ModelInput) => `
  select p.home_team_gid as team_gid,
    cast(date_trunc('quarter', greatest(coalesce(t.due_on, date '${input.asOf}'), date '${input.asOf}')) as date) as quarter,
    sum(greatest(coalesce(f.remaining_hours, t.estimate_hours - coalesce(t.actual_hours, 0), 0), 0)) as hours
  from marts.tasks t join marts.people p on p.person_gid = t.assignee_gid
    left join marts.task_forecasts f on f.task_gid = t.task_gid
  where not t.is_completed and not t.is_own and not t.is_deleted and p.home_team_gid is not null
  group by all order by all`;

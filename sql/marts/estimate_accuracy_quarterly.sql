/*
One row per quarter and group (workspace, team, project): how estimates held, hours by story point, lateness. Quarters
with fewer than 8 such tasks have a count and nothing else.
grain: quarter_start_on, group_type, group_key
check: number_of_tasks >= 1
*/
with finished as (
  select
    tasks.*,
    date_trunc('quarter', local_date(tasks.completed_at))::date as quarter_start_on,
    (tasks.actual_hours / nullif(tasks.estimate_hours, 0))::double as ratio,
    (tasks.actual_hours / nullif(tasks.story_points, 0))::double as hours_per_point,
    projects.name as project_name,
    projects.team_gid,
    teams.name as team_name
  from marts.tasks as tasks
  left join marts.projects as projects on projects.project_gid = tasks.project_gid
  left join marts.teams as teams on teams.team_gid = projects.team_gid
  where tasks.is_completed and tasks.completed_at is not null and not tasks.is_own and not tasks.is_deleted
),

grouped as (
  select *, 'workspace' as group_type, 'workspace' as group_key, 'Workspace' as group_name from finished
  union all
  select *, 'team' as group_type, team_gid as group_key, team_name as group_name from finished where team_gid is not null
  union all
  select *, 'project' as group_type, project_gid as group_key, project_name as group_name
  from finished where project_gid is not null
),

summed as (
  select
    quarter_start_on,
    group_type,
    group_key,
    max(group_name) as group_name,
    count(*) as number_of_tasks,
    count(*) filter (where ratio > 0) as n,
    median(ratio) filter (where ratio > 0) as raw_bias_ratio,
    avg((ratio between 0.75 and 1.25)::int) filter (where ratio > 0) as share_within_25_percent,
    median(schedule_variance_ratio) filter (where actual_hours > 0) as schedule_variance_ratio,
    count(*) filter (where hours_per_point > 0) as number_of_pointed_tasks,
    quantile_cont(hours_per_point, [0.1, 0.5, 0.9]) filter (where hours_per_point > 0) as hours_per_point,
    count(days_late) as number_of_dated_tasks,
    avg((days_late > 0)::int) filter (where days_late is not null) as share_late
  from grouped
  group by quarter_start_on, group_type, group_key
)

select
  quarter_start_on,
  group_type,
  group_key,
  coalesce(group_name, group_key) as group_name,
  number_of_tasks,
  n,
  case when n >= 8 then raw_bias_ratio end as raw_bias_ratio,
  case when n >= 8 then share_within_25_percent end as share_within_25_percent,
  case when n >= 8 then schedule_variance_ratio end as schedule_variance_ratio,
  number_of_pointed_tasks,
  case when number_of_pointed_tasks >= 8 then hours_per_point[1] end as hours_per_point_p10,
  case when number_of_pointed_tasks >= 8 then hours_per_point[2] end as hours_per_point_p50,
  case when number_of_pointed_tasks >= 8 then hours_per_point[3] end as hours_per_point_p90,
  number_of_dated_tasks,
  case when number_of_dated_tasks >= 8 then share_late end as share_late
from summed

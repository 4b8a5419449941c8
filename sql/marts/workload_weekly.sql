/*
One row per person, week, project and task status; past weeks and 8 ahead. Work of nobody has the person 'none'. What remains of
open tasks (by the adjusted estimate, else by that of people) is spread as for marts.capacity_weekly, so that a person's week
sums up to its assigned_hours.
grain: person_gid, week_start_on, project_gid, task_status
check: week_start_on = week_start(week_start_on)
check: assigned_hours is null or assigned_hours >= 0
*/
with assigned as (
  select person_gid, week_start_on, project_gid, 'open' as task_status, assigned_hours as hours
  from marts.assigned_weekly
),

logged as (
  select
    entries.person_gid,
    week_start(entries.entered_on) as week_start_on,
    entries.project_gid,
    case when tasks.is_completed then 'completed' else 'open' end as task_status,
    entries.hours
  from marts.time_entries as entries
  left join marts.tasks as tasks on tasks.task_gid = entries.task_gid
  where entries.entered_on <= getvariable('as_of')
),

planned as (
  select
    person_gid,
    project_gid,
    hours_per_week,
    greatest(start_on, week_start(getvariable('as_of')) - 728) as first_day,
    least(end_on, week_start(getvariable('as_of')) + 62) as last_day
  from marts.allocations
  where hours_per_week > 0
),

planned_weeks as (
  select
    *,
    unnest(range(week_start(first_day)::timestamp, last_day::timestamp + interval 1 day, interval 7 day))::date as week_start_on
  from planned
  where last_day >= first_day
),

allocated as (
  select
    person_gid,
    week_start_on,
    project_gid,
    'planned' as task_status,
    hours_per_week::double * working_days(greatest(first_day, week_start_on), least(last_day, week_start_on + 6)) / 5 as hours
  from planned_weeks
),

completed as (
  select
    assignee_gid as person_gid,
    week_start(local_date(completed_at)) as week_start_on,
    project_gid,
    'completed' as task_status,
    actual_hours as hours
  from marts.tasks
  where completed_at is not null and actual_hours is not null and not is_own and not is_deleted
),

measures as (
  select person_gid, week_start_on, project_gid, task_status, 'assigned' as measure, hours from assigned
  union all
  select person_gid, week_start_on, project_gid, task_status, 'logged', hours from logged
  union all
  select person_gid, week_start_on, project_gid, task_status, 'allocated', hours::decimal(18, 4) from allocated
  union all
  select person_gid, week_start_on, project_gid, task_status, 'completed', hours from completed
)

select
  coalesce(person_gid, 'none') as person_gid,
  week_start_on,
  coalesce(project_gid, 'none') as project_gid,
  task_status,
  coalesce(sum(hours) filter (where measure = 'assigned'), 0) as assigned_hours,
  coalesce(sum(hours) filter (where measure = 'logged'), 0) as logged_hours,
  coalesce(sum(hours) filter (where measure = 'allocated'), 0) as allocated_hours,
  coalesce(sum(hours) filter (where measure = 'completed'), 0) as completed_hours
from measures
where hours <> 0 and week_start_on is not null
group by all

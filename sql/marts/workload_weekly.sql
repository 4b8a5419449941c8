/*
One row per person, week, project and task status; past weeks and 8 ahead. Work of nobody has the person 'none'. The remaining
estimate of an open task is spread evenly over the working days between today (or a later start) and its due date; overdue work
falls into this week, undated work over the weeks ahead.
grain: person_gid, week_start_on, project_gid, task_status
check: week_start_on = week_start(week_start_on)
check: assigned_hours is null or assigned_hours >= 0
*/
with weeks_ahead as (
  select week_start(getvariable('as_of')) + (7 * number)::int as week_start_on
  from range(9) as numbers (number)
),

open_tasks as (
  select
    assignee_gid,
    project_gid,
    greatest(estimate_hours - coalesce(actual_hours, 0), 0) as remaining_hours,
    greatest(coalesce(start_on, getvariable('as_of')), getvariable('as_of')) as first_day,
    coalesce(due_on, week_start(getvariable('as_of')) + 62) as due_on
  from marts.tasks
  where not is_completed and not is_own and not is_deleted and estimate_hours is not null
),

windows as (
  select * replace (greatest(due_on, first_day) as due_on) from open_tasks where remaining_hours > 0
),

assigned as (
  select
    windows.assignee_gid as person_gid,
    weeks.week_start_on,
    windows.project_gid,
    'open' as task_status,
    case
      when working_days(windows.first_day, windows.due_on) > 0
        then windows.remaining_hours::double
          * working_days(greatest(windows.first_day, weeks.week_start_on), least(windows.due_on, weeks.week_start_on + 6))
          / working_days(windows.first_day, windows.due_on)
      when windows.due_on <= weeks.week_start_on + 6 then windows.remaining_hours::double
      else 0
    end as hours
  from windows
  inner join weeks_ahead as weeks
    on weeks.week_start_on <= windows.due_on and weeks.week_start_on + 6 >= windows.first_day
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
  select person_gid, week_start_on, project_gid, task_status, 'assigned' as measure, hours::decimal(18, 4) as hours from assigned
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

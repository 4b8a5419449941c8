/*
One row per chance of overload that a run published for a person and week that is over: was it warned of (a chance of 0.5 or
more), and did it come true. The load that there really was is what was logged in the week, and what was still to do at its end
on tasks that were due in it.
grain: forecast_id
check: came_true is not null
*/
with told as (
  select
    forecast_id,
    subject_gid as person_gid,
    target_on as week_start_on,
    made_on,
    horizon_weeks,
    mean as overload_probability
  from marts.forecasts
  where kind = 'overload' and not hindcast
),

weeks as (
  select distinct person_gid, week_start_on from told
),

due as (
  select
    tasks.task_gid,
    weeks.person_gid,
    weeks.week_start_on,
    coalesce(case when tasks.is_completed then tasks.actual_hours end, expected.hours_p50, tasks.estimate_hours, 0) as hours
  from weeks
  inner join marts.tasks as tasks
    on weeks.person_gid = tasks.assignee_gid and tasks.due_on between weeks.week_start_on and weeks.week_start_on + 6
  left join marts.task_forecasts as expected on expected.task_gid = tasks.task_gid
  where
    not tasks.is_own and not tasks.is_deleted
    and (tasks.completed_at is null or local_date(tasks.completed_at) > weeks.week_start_on + 6)
),

spent as (
  select due.task_gid, sum(entries.hours) as hours
  from due
  inner join marts.time_entries as entries
    on entries.task_gid = due.task_gid and entries.entered_on <= due.week_start_on + 6 and entries.hours > 0
  group by due.task_gid
),

unfinished as (
  select due.person_gid, due.week_start_on, sum(greatest(due.hours - coalesce(spent.hours, 0), 0)) as hours
  from due
  left join spent on spent.task_gid = due.task_gid
  group by due.person_gid, due.week_start_on
),

judged as (
  select
    told.*,
    people.home_team_gid as team_gid,
    weekly.capacity_hours,
    weekly.logged_hours,
    coalesce(unfinished.hours, 0) as unfinished_hours,
    coalesce(weekly.logged_hours, 0) + coalesce(unfinished.hours, 0)
    > settings.overload_threshold * coalesce(weekly.capacity_hours, 0) as came_true
  from told
  inner join marts.capacity_weekly as weekly
    on weekly.person_gid = told.person_gid and weekly.week_start_on = told.week_start_on
  left join marts.people as people on people.person_gid = told.person_gid
  left join unfinished on unfinished.person_gid = told.person_gid and unfinished.week_start_on = told.week_start_on
  cross join staging.stg_settings as settings
  where not weekly.is_future
)

select
  forecast_id,
  person_gid,
  team_gid,
  week_start_on,
  made_on,
  horizon_weeks,
  overload_probability,
  overload_probability >= 0.5 as is_warned,
  capacity_hours,
  logged_hours,
  unfinished_hours,
  came_true,
  (overload_probability - came_true::int) ** 2 as brier
from judged

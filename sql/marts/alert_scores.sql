/*
One row per chance of overload that a run published (or a replay would have) for a person and week that is over: was it warned of
(a chance of 0.5 or more), and did it come true. The load that there really was: tasks open when the week began, at what they took
in all (what is open still: at what is expected), less what was logged before, spread from then to the due date as
marts.capacity_weekly spreads them; and hours on work that was made in that week or was somebody else's. Where more was logged than
that, what was logged. As in marts.capacity_weekly, work that is due while somebody is away is no load of that week, and half an
hour in a week without capacity is noise. is_logged_over says whether hours logged alone were too many.
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
    hindcast,
    mean as overload_probability
  from marts.forecasts
  where kind = 'overload'
),

weeks as (
  select distinct person_gid, week_start_on from told
),

dated as (
  select
    tasks.task_gid,
    tasks.assignee_gid,
    tasks.due_on,
    coalesce(local_date(tasks.created_at), date '1970-01-01') as created_on,
    local_date(tasks.completed_at) as completed_on,
    case when tasks.start_on <= tasks.due_on then tasks.start_on end as start_on,
    coalesce(
      case when tasks.is_completed then tasks.actual_hours end, expected.hours_p50, tasks.estimate_hours, 0
    )::double as hours
  from marts.tasks as tasks
  left join marts.task_forecasts as expected on expected.task_gid = tasks.task_gid
  where not tasks.is_own and not tasks.is_deleted
),

logged as (
  select task_gid, person_gid, week_start(entered_on) as week_start_on, sum(hours)::double as hours
  from marts.time_entries
  where hours > 0
  group by task_gid, person_gid, week_start(entered_on)
),

open_then as (
  select weeks.person_gid, weeks.week_start_on, tasks.task_gid, tasks.due_on, tasks.start_on, tasks.hours
  from weeks
  inner join dated as tasks
    on weeks.person_gid = tasks.assignee_gid
    and tasks.created_on < weeks.week_start_on
    and coalesce(tasks.completed_on >= weeks.week_start_on, true)
    and coalesce(tasks.start_on <= weeks.week_start_on + 6, true)
),

spent as (
  select open_then.task_gid, open_then.week_start_on, sum(logged.hours) as hours
  from open_then
  inner join logged on logged.task_gid = open_then.task_gid and logged.week_start_on < open_then.week_start_on
  group by open_then.task_gid, open_then.week_start_on
),

left_then as (
  select
    open_then.*,
    greatest(open_then.hours - coalesce(spent.hours, 0), 0) as left_hours,
    -- As spread.ts has it: work begins as many working days before its date as half of each day needs for it, at least 5.
    coalesce(
      open_then.start_on,
      open_then.due_on + 1
      - least(ceil(greatest(coalesce(ceil(left_hours * 10 / nullif(people.weekly_capacity_hours, 0)), 5), 5) * 7 / 5), 1830)::int
    ) as first_day
  from open_then
  left join spent on spent.task_gid = open_then.task_gid and spent.week_start_on = open_then.week_start_on
  left join marts.people as people on people.person_gid = open_then.person_gid
),

due as (
  select
    person_gid,
    week_start_on,
    sum(left_hours * case
      -- Undated work: at least two weeks. Overdue: the week; by more than four weeks: the eight weeks ahead.
      when due_on is null then 1 / 2
      when due_on < week_start_on - 28 then 1 / 8
      when due_on < week_start_on then 1
      when first_day > week_start_on + 6 then 0
      else
        working_days(greatest(first_day, week_start_on), least(due_on, week_start_on + 6))
        / greatest(working_days(greatest(first_day, week_start_on), due_on), 1)
    end)::decimal(18, 4) as hours
  from left_then
  group by person_gid, week_start_on
),

unplanned as (
  select logged.person_gid, logged.week_start_on, sum(logged.hours)::decimal(18, 4) as hours
  from logged
  inner join dated as tasks on tasks.task_gid = logged.task_gid
  where tasks.created_on >= logged.week_start_on or tasks.assignee_gid is distinct from logged.person_gid
  group by logged.person_gid, logged.week_start_on
),

judged as (
  select
    told.*,
    people.home_team_gid as team_gid,
    weekly.capacity_hours,
    coalesce(weekly.logged_hours, 0) as logged_hours,
    case when weekly.capacity_hours > 0 then coalesce(due.hours, 0) else 0 end as due_hours,
    coalesce(unplanned.hours, 0) as unplanned_hours,
    case when weekly.capacity_hours > 0 then settings.overload_threshold * weekly.capacity_hours else 0.5 end as most_hours
  from told
  inner join marts.capacity_weekly as weekly
    on weekly.person_gid = told.person_gid and weekly.week_start_on = told.week_start_on
  left join marts.people as people on people.person_gid = told.person_gid
  left join due on due.person_gid = told.person_gid and due.week_start_on = told.week_start_on
  left join unplanned on unplanned.person_gid = told.person_gid and unplanned.week_start_on = told.week_start_on
  cross join staging.stg_settings as settings
  where not weekly.is_future
),

scored as (
  select *, greatest(logged_hours, due_hours + unplanned_hours) > most_hours as came_true, logged_hours > most_hours as is_logged_over
  from judged
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
  due_hours,
  unplanned_hours,
  came_true,
  is_logged_over,
  (overload_probability - came_true::int) ** 2 as brier,
  hindcast
from scored

/*
One row per person and week since 13 weeks before the as-of week, with the hours that tasks were to take in it: the first estimate
of each task, open or done since, spread evenly over the working days from its start to its due date. Without a start date the
week before the due date counts, without a due date the week before completion.
grain: person_gid, week_start_on
check: scheduled_hours >= 0
*/
with weeks as (
  select week_start(getvariable('as_of')) - (7 * number)::int as week_start_on
  from range(1, 14) as numbers (number)
),

dated as (
  select
    assignee_gid as person_gid,
    start_on,
    coalesce(due_on, local_date(completed_at)) as last_day,
    coalesce(original_estimate_hours, estimate_hours)::double as hours
  from marts.tasks
  where not is_own
    and not is_deleted
    and assignee_gid is not null
    and coalesce(original_estimate_hours, estimate_hours) > 0
),

windows as (
  select
    person_gid,
    case when start_on <= last_day then start_on else last_day - 6 end as first_day,
    last_day,
    hours
  from dated
  where last_day >= week_start(getvariable('as_of')) - 91
)

select
  windows.person_gid,
  weeks.week_start_on,
  sum(
    windows.hours
    * working_days(greatest(windows.first_day, weeks.week_start_on), least(windows.last_day, weeks.week_start_on + 6))
    / greatest(working_days(windows.first_day, windows.last_day), 1)
  ) as scheduled_hours
from windows
inner join weeks on weeks.week_start_on <= windows.last_day and weeks.week_start_on + 6 >= windows.first_day
group by windows.person_gid, weeks.week_start_on

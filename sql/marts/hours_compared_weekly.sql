/*
Planned, scheduled and logged hours side by side, with the gaps: one row per scope (person, team, workspace) and week, 13 weeks
back and 8 ahead. Planned is what allocations say, scheduled what the tasks add up to, logged what people wrote down.
grain: scope_type, scope_gid, week_start_on
check: scope_type in ('person', 'team', 'workspace')
*/
with by_person as (
  select
    weekly.person_gid,
    people.home_team_gid,
    weekly.week_start_on,
    weekly.is_future,
    weekly.capacity_hours,
    weekly.allocated_hours as planned_hours,
    case when weekly.is_future then weekly.assigned_hours else coalesce(scheduled.scheduled_hours, 0)::decimal(18, 4) end as scheduled_hours,
    weekly.logged_hours
  from marts.capacity_weekly as weekly
  inner join marts.people as people on people.person_gid = weekly.person_gid
  left join intermediate.int_tasks_scheduled_weekly as scheduled
    on scheduled.person_gid = weekly.person_gid and scheduled.week_start_on = weekly.week_start_on
),

scoped as (
  select *, 'person' as scope_type, person_gid as scope_gid from by_person
  union all
  select *, 'team', home_team_gid from by_person where home_team_gid is not null
  union all
  select *, 'workspace', 'workspace' from by_person
)

select
  scope_type,
  scope_gid,
  week_start_on,
  is_future,
  count(*) as number_of_people,
  sum(capacity_hours) as capacity_hours,
  sum(planned_hours) as planned_hours,
  sum(scheduled_hours) as scheduled_hours,
  sum(logged_hours) as logged_hours,
  sum(scheduled_hours) - sum(planned_hours) as scheduled_less_planned_hours,
  case when not is_future then sum(logged_hours) - sum(planned_hours) end as logged_less_planned_hours,
  case when not is_future then sum(logged_hours) - sum(scheduled_hours) end as logged_less_scheduled_hours
from scoped
group by scope_type, scope_gid, week_start_on, is_future

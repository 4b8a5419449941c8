/*
One row per task and night on which its actual-hours field stood higher than ever before, where no time was logged: the increase
counts as an entry. What the first night found counts on the day of completion; of an open task nobody can tell when, so it does not.
grain: task_gid, from_seq
*/
with valued as (
  select
    versions.task_gid,
    versions.from_seq,
    versions.assignee_gid,
    case when versions.is_completed then versions.completed_at end as completed_at,
    coalesce(
      case when logged.task_gid is null then nullif(versions.actual_time_minutes, 0) / 60 end, roles.actual_hours
    ) as total_hours
  from staging.stg_task_versions as versions
  -- Asana's own sum counts only where its entries cannot be read: what was logged and deleted must not come back through it.
  left join (select distinct task_gid from staging.stg_time_entries) as logged on logged.task_gid = versions.task_gid
  left join intermediate.int_task_roles_valued as roles
    on roles.task_gid = versions.task_gid and roles.from_seq = versions.from_seq
  anti join intermediate.int_time_entries_summed as entries on entries.task_gid = versions.task_gid
),

increases as (
  select
    *,
    total_hours - coalesce(
      max(total_hours) over (
        partition by task_gid order by from_seq rows between unbounded preceding and 1 preceding
      ), 0
    ) as hours,
    min(from_seq) over () as first_night
  from valued
  where total_hours between 0 and 1e12
)

select
  increases.task_gid,
  increases.from_seq,
  increases.assignee_gid as person_gid,
  case
    when increases.from_seq = increases.first_night then local_date(increases.completed_at)
    else coalesce(refreshes.as_of_on, getvariable('as_of'))
  end as entered_on,
  as_hours(increases.hours) as hours,
  coalesce(refreshes.known_at, getvariable('as_of')::timestamp) as known_at
from increases
left join intermediate.int_refreshes_known as refreshes on refreshes.seq = increases.from_seq
where increases.hours > 0
  and (increases.from_seq > increases.first_night or increases.completed_at is not null)

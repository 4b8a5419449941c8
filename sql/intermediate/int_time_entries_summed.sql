/*
One row per task with time entries.
grain: task_gid
*/
select
  task_gid,
  count(*) as number_of_entries,
  sum(duration_minutes) as minutes
from staging.stg_time_entries
where deleted_at is null and task_gid is not null
group by task_gid

/*
One row per task: its first and its last known version.
grain: task_gid
*/
select
  task_gid,
  min(from_seq) as first_from_seq,
  max(from_seq) as last_from_seq
from staging.stg_task_versions
group by task_gid

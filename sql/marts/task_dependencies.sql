/*
One row per task and task that it waits for.
grain: task_gid, depends_on_gid
*/
with pairs as (
  select distinct task_gid, unnest(dependency_gids) as depends_on_gid from staging.stg_tasks
)

select
  task_gid,
  depends_on_gid
from pairs
where depends_on_gid is not null

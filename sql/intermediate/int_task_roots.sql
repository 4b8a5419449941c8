/*
One row per subtask at any depth, with the task at the top. Asana stops at five levels; where parents run in a circle or
beyond 30 levels, the climb stops and the row says so.
grain: task_gid
*/
with recursive parents as (
  select task_gid, parent_gid from staging.stg_tasks where parent_gid is not null
),

climbed (task_gid, ancestor_gid, depth) as (
  select task_gid, parent_gid, 1 from parents
  union all
  select climbed.task_gid, parents.parent_gid, climbed.depth + 1
  from climbed
  inner join parents on parents.task_gid = climbed.ancestor_gid
  where climbed.depth < 30 and climbed.ancestor_gid <> climbed.task_gid
)

select
  task_gid,
  arg_max(ancestor_gid, depth) as root_gid,
  max(depth) as depth,
  bool_or(ancestor_gid = task_gid or depth >= 30) as is_in_circle
from climbed
group by task_gid

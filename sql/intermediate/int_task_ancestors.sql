/*
One row per subtask at any depth and each task above it; depth 1 is its parent. Asana stops at five levels; where parents run in
a circle, the climb stops at 30.
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

select task_gid, ancestor_gid, depth from climbed

/*
One row per subtask at any depth, with the task at the top; where parents run in a circle, the row says so.
grain: task_gid
*/
select
  task_gid,
  arg_max(ancestor_gid, depth) as root_gid,
  max(depth) as depth,
  bool_or(ancestor_gid = task_gid or depth >= 30) as is_in_circle
from intermediate.int_task_ancestors
group by task_gid

/*
One row per goal.
grain: goal_gid
*/
select
  gid as goal_gid,
  name,
  owner_gid,
  start_on,
  due_on,
  status,
  time_period_gid,
  metric,
  _deleted_at as deleted_at
from source.goals

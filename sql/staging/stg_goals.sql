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
  team_gid,
  is_workspace_level,
  metric,
  custom_fields,
  _deleted_at as deleted_at
from source.goals

/*
One row per task or subtask, as last known. Its custom fields and memberships lie in stg_task_versions.
grain: task_gid
*/
select
  gid as task_gid,
  name,
  notes,
  resource_subtype,
  approval_status,
  completed as is_completed,
  completed_at,
  completed_by_gid,
  created_at,
  created_by_gid,
  modified_at,
  assignee_gid,
  assigned_by_gid,
  due_on,
  due_at,
  start_on,
  start_at,
  num_subtasks as number_of_subtasks,
  parent_gid,
  tag_gids,
  dependency_gids,
  follower_gids,
  actual_time_minutes,
  permalink_url,
  custom_type_gid,
  _first_seq as first_seq,
  _deleted_at as deleted_at
from source.tasks

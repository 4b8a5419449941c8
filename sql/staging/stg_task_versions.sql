/*
One row per task and version that some night saw, with what is tracked over time; `to_seq` is null for the version known last.
grain: task_gid, from_seq
*/
select
  gid as task_gid,
  _from_seq as from_seq,
  _to_seq as to_seq,
  completed as is_completed,
  completed_at,
  created_at,
  assignee_gid,
  parent_gid,
  due_on,
  due_at,
  memberships,
  custom_fields,
  actual_time_minutes,
  _deleted_at as deleted_at
from source.task_versions

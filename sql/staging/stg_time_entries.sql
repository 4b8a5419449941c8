/*
One row per time tracking entry.
grain: entry_gid
*/
select
  gid as entry_gid,
  task_gid,
  user_gid as person_gid,
  entered_on,
  duration_minutes,
  created_at,
  category_gid,
  attributable_to_gid,
  billable_status,
  approval_status,
  description,
  _first_seq as first_seq,
  _deleted_at as deleted_at
from source.time_entries

/*
One row per version of a time entry that was changed or deleted after it was first seen; entries that never were are left out.
grain: entry_gid, from_seq
*/
select
  gid as entry_gid,
  _from_seq as from_seq,
  _to_seq as to_seq,
  task_gid,
  duration_minutes,
  approval_status,
  _deleted_at as deleted_at
from source.time_entry_versions
where gid in (
  select gid from source.time_entry_versions
  group by gid
  having count(*) > 1
)

/*
One row per write to Asana that Plimsoll planned and carried out up to the run before this release.
grain: write_id
*/
select
  write_id,
  run_id,
  action,
  object_type,
  object_gid,
  key,
  why,
  old_value,
  new_value,
  state,
  coalesce(finished_at, intended_at) as "at",
  error,
  approved_by_gid,
  release_run_id
from staging.stg_writes

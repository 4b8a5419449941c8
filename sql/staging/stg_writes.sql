/*
One row per write to Asana that was planned.
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
  intended_at,
  finished_at,
  error,
  approved_by_gid,
  release_run_id
from source.ledger_writes

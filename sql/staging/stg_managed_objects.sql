/*
One row per object in Asana that Plimsoll made.
grain: key
*/
select
  key,
  object_type,
  object_gid,
  run_id,
  made_at
from source.ledger_managed_objects

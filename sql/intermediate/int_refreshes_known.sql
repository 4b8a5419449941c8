/*
One row per reading of Asana, with the instant as of which its data count.
grain: seq
*/
select
  seq,
  run_id,
  as_of_on,
  coalesce(data_as_of_at, started_at) as known_at
from staging.stg_refreshes

/*
One row per run known to the store.
grain: seq
*/
select
  seq,
  run_id,
  started_at,
  as_of_on,
  time_zone,
  stages,
  data_as_of_at
from source.ledger_refreshes

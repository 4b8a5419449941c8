/*
One row per run and source, with the source's state after that run.
grain: seq, source
*/
select
  seq,
  source,
  state,
  detail,
  number_of_rows,
  number_of_requests,
  read_at,
  asana_says,
  warehouse_says,
  is_explained
from source.ledger_sources

/*
One row per paged request sequence of Asana: how its last reading ended, and the last run that read it to the end.
grain: source, listing
*/
select
  source,
  listing,
  seq,
  state,
  complete_at,
  complete_seq
from source.ledger_listings

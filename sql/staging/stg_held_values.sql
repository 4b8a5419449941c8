/*
One row per value that a person put where Plimsoll writes a forecast.
grain: key, name
*/
select
  key,
  name,
  value,
  state,
  seen_at
from source.ledger_held_values

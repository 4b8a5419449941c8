/*
One row per call of a language model.
grain: call_id
*/
select
  call_id,
  run_id,
  prompt,
  answer,
  verdict,
  "at"
from source.ledger_model_calls

/*
One row per call of a language model.
grain: call_id
*/
select
  call_id,
  run_id,
  model,
  endpoint,
  report,
  project_gids,
  audience,
  prompt,
  answer,
  verdict,
  "at"
from source.ledger_model_calls

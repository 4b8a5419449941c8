/*
One row per call of a language model; empty unless a narrator is configured.
grain: call_id
*/
select
  call_id,
  run_id,
  model,
  endpoint,
  report,
  cast(from_json(project_gids, '["VARCHAR"]') as varchar[]) as project_gids,
  audience,
  prompt,
  answer,
  verdict,
  "at"
from staging.stg_model_calls

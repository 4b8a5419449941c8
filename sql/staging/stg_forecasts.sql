/*
One row per forecast that earlier runs made; the forecasts that can be scored.
grain: forecast_id
*/
select
  forecast_id,
  seq,
  run_id,
  kind,
  subject_type,
  subject_gid,
  made_on,
  target_on,
  horizon_weeks,
  unit,
  p10,
  p50,
  p80,
  p85,
  p90,
  mean,
  method,
  model_version,
  n,
  inputs_hash,
  hindcast
from source.ledger_forecasts

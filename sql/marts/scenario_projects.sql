/*
The base of every scenario: project, as the release forecasts it. Other plans stand beside it with their own name.
grain: scenario, project_gid
*/
select
  'base' as scenario,
  project_gid,
  remaining_tasks,
  remaining_hours,
  completes_on_p50,
  completes_on_p80,
  completes_on_p85,
  completes_on_p90,
  completes_on_p10,
  due_on,
  on_time_probability,
  risk,
  basis,
  quantile_dates,
  method,
  n,
  as_of_on,
  status,
  unlocks
from marts.project_forecasts

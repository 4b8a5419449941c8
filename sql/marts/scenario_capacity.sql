/*
The base of every scenario: person and week ahead, as the release forecasts it. Other plans stand beside it with their own name.
grain: scenario, person_gid, week_start_on
*/
select
  'base' as scenario,
  person_gid,
  week_start_on,
  is_future,
  capacity_hours,
  demonstrated_capacity_hours,
  time_off_hours,
  assigned_hours,
  allocated_hours,
  logged_hours,
  load_p10,
  load_p50,
  load_p80,
  load_p90,
  load_mean,
  utilization,
  overload_probability,
  severe_probability,
  overload_4w_probability,
  sustained,
  load_status,
  method,
  n,
  as_of_on,
  status,
  unlocks
from marts.capacity_weekly
where is_future

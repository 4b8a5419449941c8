/*
One row per time period of goals.
grain: time_period_gid
*/
select
  gid as time_period_gid,
  display_name as name,
  period,
  start_on,
  end_on
from source.time_periods

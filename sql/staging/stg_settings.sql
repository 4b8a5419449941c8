/*
One row: the settings of the run that models need.
grain: time_zone
*/
select
  default_weekly_capacity_hours,
  person_level,
  week_starts_on,
  time_zone,
  overload_threshold
from source.settings

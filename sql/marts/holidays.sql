/*
One row per configured holiday and person; '*' stands for everyone.
grain: holiday_on, person_gid
*/
select
  holiday_on,
  min(name) as name,
  person_gid
from staging.stg_config_holidays
group by holiday_on, person_gid

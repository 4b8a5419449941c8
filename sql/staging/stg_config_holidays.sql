/*
One row per configured holiday and person; `person_gid` is '*' for everyone.
*/
select
  "on" as holiday_on,
  name,
  person as person_gid
from source.config_holidays

/*
One row per person that the config or the people file names; `person` is a gid, an e-mail address or a name.
*/
select
  person,
  weekly_capacity_hours,
  manager,
  starts_on,
  ends_on,
  skills,
  role
from source.config_people

/*
People in the config or the people file who match nobody in the workspace by gid, e-mail address or name.
table: marts.people
*/
select config.person
from staging.stg_config_people as config
anti join marts.people as people
  on config.person = people.person_gid
  or lower(config.person) = lower(people.email)
  or lower(config.person) = lower(people.name)

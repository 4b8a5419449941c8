/*
People who are likelier than not to be overloaded in at least one of the next 8 weeks.
unit: people
*/
select
  count(distinct person_gid) filter (where overload_probability > 0.5) as value,
  count(distinct person_gid) as n
from marts.capacity_weekly
where is_future and status = 'ok'

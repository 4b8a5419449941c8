/*
Active people whose weekly hours nobody configured, so that the default is assumed.
unit: people
*/
select count(*) filter (where capacity_source = 'assumed') as value, count(*) as n
from marts.people
where is_active

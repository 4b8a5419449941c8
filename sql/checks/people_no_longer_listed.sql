/*
People with work who are no longer among the users of the workspace; kept as former members.
table: marts.people
*/
select person_gid
from intermediate.int_people_known
where not is_listed

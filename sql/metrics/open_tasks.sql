/*
Open tasks, without those that Plimsoll made and those deleted.
unit: tasks
*/
select count(*) as value, count(*) as n
from marts.tasks
where not is_completed and not is_own and not is_deleted

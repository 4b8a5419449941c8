/*
Open tasks whose due date has passed.
unit: tasks
*/
select count(*) filter (where due_on < as_of()) as value, count(*) as n
from marts.tasks
where not is_completed and not is_own and not is_deleted

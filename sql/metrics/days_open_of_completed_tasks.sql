/*
Median days from creation to completion of tasks completed in the last 90 days; same-day completion counts as 0.
unit: days
*/
select median(days_open) as value, count(*) as n
from marts.tasks
where completed_at is not null and local_date(completed_at) > as_of() - 90 and not is_own and not is_deleted

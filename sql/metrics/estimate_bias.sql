/*
Median of actual divided by estimated hours over completed tasks that have both; 1.2 means that work takes 20 % longer than estimated.
unit: ratio
*/
select median(actual_hours::double / estimate_hours::double) as value, count(*) as n
from marts.tasks
where is_completed and estimate_hours > 0 and actual_hours > 0 and not is_own and not is_deleted

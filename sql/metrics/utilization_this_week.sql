/*
Predicted load of this week divided by capacity, over all people with capacity.
unit: ratio
*/
select sum(load_p50)::double / nullif(sum(capacity_hours)::double, 0) as value, count(*) as n
from marts.capacity_weekly
where week_start_on = week_start(as_of()) and status = 'ok'

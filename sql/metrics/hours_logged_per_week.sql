/*
Hours logged in each of the last 13 full weeks.
unit: hours
*/
select week_start(entered_on) as period, sum(hours) as value, count(*) as n
from marts.time_entries
where entered_on >= week_start(as_of()) - 91 and entered_on < week_start(as_of())
group by period
order by period

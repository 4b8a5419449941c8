/*
Tasks completed in each of the last 13 full weeks, by the day in the configured time zone; a task finished on its first day counts.
unit: tasks
*/
select week_start(local_date(completed_at)) as period, count(*) as value, count(*) as n
from marts.tasks
where completed_at is not null and not is_own and not is_deleted
  and local_date(completed_at) >= week_start(as_of()) - 91 and local_date(completed_at) < week_start(as_of())
group by period
order by period

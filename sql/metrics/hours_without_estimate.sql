/*
Share of the hours logged in the last 90 days that went to tasks without an estimate.
unit: ratio
*/
select
  (sum(entries.hours) filter (where tasks.estimate_hours is null))::double / nullif(sum(entries.hours)::double, 0) as value,
  count(*) as n
from marts.time_entries as entries
left join marts.tasks as tasks on tasks.task_gid = entries.task_gid
where entries.entered_on > as_of() - 90

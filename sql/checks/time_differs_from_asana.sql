/*
Tasks whose logged time differs from the sum that Asana keeps for the task.
table: marts.tasks
*/
select tasks.task_gid
from staging.stg_tasks as tasks
inner join intermediate.int_time_entries_summed as entries on entries.task_gid = tasks.task_gid
where tasks.actual_time_minutes is not null
  and tasks.actual_time_minutes <> entries.minutes
  and tasks.deleted_at is null

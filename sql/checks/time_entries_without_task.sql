/*
Time entries whose task is not among the tasks read.
table: marts.time_entries
*/
select entries.entry_gid
from marts.time_entries as entries
anti join marts.tasks as tasks on tasks.task_gid = entries.task_gid

/*
Tasks that were read but are missing from marts.tasks.
table: marts.tasks
blocking: yes
*/
select task_gid from staging.stg_tasks
except
select task_gid from marts.tasks

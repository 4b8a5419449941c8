/*
Tasks that are their own ancestors; each counts in its own project.
table: marts.tasks
*/
select task_gid
from intermediate.int_task_roots
where is_in_circle

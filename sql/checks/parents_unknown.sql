/*
Subtasks whose parent is not among the tasks read; they count as tasks of their own.
table: marts.tasks
*/
select tasks.task_gid
from marts.tasks as tasks
anti join marts.tasks as parents on parents.task_gid = tasks.parent_gid
where tasks.parent_gid is not null

/*
Dependencies on tasks that are not among the tasks read.
table: marts.task_dependencies
*/
select dependencies.task_gid
from marts.task_dependencies as dependencies
anti join marts.tasks as tasks on tasks.task_gid = dependencies.depends_on_gid

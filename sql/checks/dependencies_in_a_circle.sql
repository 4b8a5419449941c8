/*
Tasks that wait for themselves or for a task that waits for them.
table: marts.task_dependencies
*/
select one.task_gid
from marts.task_dependencies as one
inner join marts.task_dependencies as other
  on other.task_gid = one.depends_on_gid and other.depends_on_gid = one.task_gid

/*
Tasks that wait for themselves, or for each other in a circle of any length.
table: marts.task_dependencies
*/
select task_gid
from marts.dependency_circles

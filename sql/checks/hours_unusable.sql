/*
Estimates or actual hours in a field that are negative or beyond any calendar; they count as missing.
table: marts.tasks
*/
select parsed.task_gid
from intermediate.int_task_fields_parsed as parsed
inner join intermediate.int_task_versions_bounded as bounds
  on bounds.task_gid = parsed.task_gid and bounds.last_from_seq = parsed.from_seq
inner join intermediate.int_field_roles as roles on roles.field_gid = parsed.field_gid
where roles.role in ('estimate', 'actual')
  and parsed.number_value is not null
  and as_hours(parsed.number_value * roles.factor) is null

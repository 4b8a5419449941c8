/*
One row per task version that has a value in some field with a role.
grain: task_gid, from_seq
*/
with valued as (
  select
    parsed.task_gid,
    parsed.from_seq,
    roles.role,
    roles.position,
    parsed.number_value * roles.factor as number_value,
    coalesce(parsed.enum_value.name, parsed.text_value, parsed.multi_enum_values[1].name) as text_value,
    coalesce(
      list_transform(parsed.multi_enum_values, lambda option: option.name),
      case when parsed.enum_value.name is not null then [parsed.enum_value.name] end
    ) as text_values
  from intermediate.int_task_fields_parsed as parsed
  inner join intermediate.int_field_roles as roles on roles.field_gid = parsed.field_gid
)

select
  task_gid,
  from_seq,
  arg_min(number_value, position) filter (where role = 'estimate' and number_value >= 0) as estimate_hours,
  arg_min(number_value, position) filter (where role = 'actual' and number_value >= 0) as actual_hours,
  arg_min(number_value, position) filter (where role = 'story_points' and isfinite(number_value)) as story_points,
  arg_min(text_value, position) filter (where role = 'priority' and text_value is not null) as priority,
  arg_min(text_value, position) filter (where role = 'type' and text_value is not null) as type,
  arg_min(list_sort(list_distinct(text_values)), position) filter (where role = 'skills' and len(text_values) > 0) as skills
from valued
group by task_gid, from_seq

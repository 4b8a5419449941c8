/*
One row per person with what custom fields on the person say.
grain: person_gid
*/
select
  parsed.object_gid as person_gid,
  arg_min(parsed.number_value * roles.factor, roles.position) filter (
    where roles.role = 'capacity' and parsed.number_value * roles.factor between 0 and 168
  ) as weekly_capacity_hours,
  arg_min(parsed.person_gids[1], roles.position) filter (
    where roles.role = 'manager' and len(parsed.person_gids) > 0
  ) as manager_gid,
  arg_min(list_sort(list_distinct(parsed.text_values)), roles.role || roles.position) filter (
    where roles.role in ('skills', 'person_skills') and len(parsed.text_values) > 0
  ) as skills
from intermediate.int_object_fields_parsed as parsed
inner join intermediate.int_field_roles as roles on roles.field_gid = parsed.field_gid
where parsed.object_type = 'person'
group by parsed.object_gid

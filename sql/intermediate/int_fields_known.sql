/*
One row per custom field, defined or seen on a row; fields that Plimsoll made are left out.
grain: field_gid
*/
with seen as (
  select field_gid, field_name as name, field_type, null as asana_created_field, null as format, 2 as rank
  from intermediate.int_object_fields_parsed
  union all
  select field_gid, field_name, field_type, null, null, 2 from intermediate.int_task_fields_parsed
  union all
  select field_gid, name, field_type, asana_created_field, format, 1 from staging.stg_custom_fields
),

grouped as (
  select
    field_gid,
    coalesce(min(name) filter (where rank = 1), min(name)) as name,
    coalesce(min(field_type) filter (where rank = 1), min(field_type)) as field_type,
    min(asana_created_field) as asana_created_field,
    min(format) as format
  from seen
  group by field_gid
)

select grouped.*
from grouped
anti join intermediate.int_objects_managed as managed
  on managed.object_gid = grouped.field_gid and managed.object_type = 'custom_field'

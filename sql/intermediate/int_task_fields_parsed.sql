/*
One row per task version and custom field that has a value; of kinds that nobody here knows, as its text.
*/
with entries as (
  select
    task_gid,
    from_seq,
    unnest(parse_fields(custom_fields)) as field
  from staging.stg_task_versions
)

select
  task_gid,
  from_seq,
  field.gid as field_gid,
  field.name as field_name,
  field.resource_subtype as field_type,
  field.number_value as number_value,
  nullif(field.text_value, '') as text_value,
  field.enum_value as enum_value,
  field.multi_enum_values as multi_enum_values,
  field.date_value as date_value,
  field.people_value as people_value,
  field.reference_value as reference_value,
  field.display_value as display_value
from entries
where field.gid is not null
  and (
    field.number_value is not null
    or nullif(field.text_value, '') is not null
    or field.enum_value.gid is not null
    or len(field.multi_enum_values) > 0
    or field.date_value.date is not null
    or field.date_value.date_time is not null
    or len(field.people_value) > 0
    or len(field.reference_value) > 0
    or nullif(field.display_value, '') is not null
  )

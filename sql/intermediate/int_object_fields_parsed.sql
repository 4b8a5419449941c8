/*
One row per person or project and custom field on it.
*/
with objects as (
  select 'person' as object_type, person_gid as object_gid, custom_fields from staging.stg_users
  union all
  select 'project', project_gid, custom_fields from staging.stg_projects
),

entries as (
  select object_type, object_gid, unnest(parse_fields(custom_fields)) as field from objects
)

select
  object_type,
  object_gid,
  field.gid as field_gid,
  field.name as field_name,
  field.resource_subtype as field_type,
  field.number_value as number_value,
  coalesce(field.enum_value.name, nullif(trim(field.text_value), ''), field.multi_enum_values[1].name) as text_value,
  coalesce(
    list_transform(field.multi_enum_values, lambda option: option.name),
    case when field.enum_value.name is not null then [field.enum_value.name] end
  ) as text_values,
  list_transform(field.people_value, lambda person: person.gid) as person_gids
from entries
where field.gid is not null

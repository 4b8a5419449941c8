/*
One row per custom field definition.
grain: field_gid
*/
select
  gid as field_gid,
  name,
  resource_subtype as field_type,
  representation_type,
  format,
  asana_created_field,
  is_global,
  enum_options,
  _deleted_at as deleted_at
from source.custom_fields

/*
One row per custom field and project or portfolio that uses it.
grain: setting_gid
*/
select
  gid as setting_gid,
  parent_gid,
  custom_field_gid as field_gid,
  is_important,
  _first_seq as first_seq,
  _deleted_at as deleted_at
from source.custom_field_settings

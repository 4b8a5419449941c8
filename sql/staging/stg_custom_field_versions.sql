/*
One row per custom field definition and version that some night saw.
grain: field_gid, from_seq
*/
select
  gid as field_gid,
  _from_seq as from_seq,
  name,
  resource_subtype as field_type,
  json_transform(enum_options, '[{"gid": "VARCHAR", "name": "VARCHAR", "enabled": "BOOLEAN"}]') as options,
  _deleted_at as deleted_at
from source.custom_field_versions

/*
One row per custom task type and project.
grain: custom_type_gid
*/
select
  gid as custom_type_gid,
  name,
  status_options,
  project_gid,
  _deleted_at as deleted_at
from source.custom_types

/*
One row per field role that the config sets; `reference` is a gid or a name.
grain: role
*/
select
  role,
  reference
from source.config_fields

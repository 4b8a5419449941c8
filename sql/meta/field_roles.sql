/*
One row per role and custom field that plays it, in the order in which values count.
grain: role, field_gid
*/
select
  role,
  field_gid,
  field_name,
  field_type,
  found_by,
  position,
  factor
from intermediate.int_field_roles

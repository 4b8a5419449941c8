/*
One row per user of the workspace.
grain: person_gid
*/
select
  gid as person_gid,
  name,
  email,
  custom_fields,
  _first_seq as first_seq,
  _deleted_at as deleted_at
from source.users

/*
One row per status update.
grain: status_update_gid
*/
select
  gid as status_update_gid,
  parent_gid,
  parent_type,
  title,
  status_type,
  author_gid,
  created_at,
  _deleted_at as deleted_at
from source.status_updates

/*
One row per tag.
grain: tag_gid
*/
select
  gid as tag_gid,
  name,
  _deleted_at as deleted_at
from source.tags

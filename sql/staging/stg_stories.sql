/*
One row per story of a task; only where extract.stories is on.
grain: story_gid
*/
select
  gid as story_gid,
  task_gid,
  type,
  resource_subtype,
  created_at,
  created_by_gid,
  text,
  payload,
  _deleted_at as deleted_at
from source.stories

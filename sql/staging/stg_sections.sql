/*
One row per section of a project.
grain: section_gid
*/
select
  gid as section_gid,
  project_gid,
  name,
  position,
  created_at,
  _deleted_at as deleted_at
from source.sections

/*
One row per brief of a project; only where extract.project_briefs is on.
grain: project_brief_gid
*/
select
  gid as project_brief_gid,
  project_gid,
  title,
  text,
  permalink_url,
  _deleted_at as deleted_at
from source.project_briefs

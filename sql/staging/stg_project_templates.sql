/*
One row per project template.
grain: project_template_gid
*/
select
  gid as project_template_gid,
  name,
  team_gid,
  _deleted_at as deleted_at
from source.project_templates

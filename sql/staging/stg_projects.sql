/*
One row per project.
grain: project_gid
*/
select
  gid as project_gid,
  name,
  notes,
  archived as is_archived,
  completed as is_completed,
  completed_at,
  created_at,
  modified_at,
  start_on,
  due_on,
  owner_gid,
  team_gid,
  created_from_template_gid,
  privacy_setting,
  permalink_url,
  current_status_type,
  custom_fields,
  _deleted_at as deleted_at
from source.projects

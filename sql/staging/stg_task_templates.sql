/*
One row per task template.
grain: task_template_gid
*/
select
  gid as task_template_gid,
  name,
  project_gid,
  template,
  _deleted_at as deleted_at
from source.task_templates

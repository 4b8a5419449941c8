/*
One row: the workspace.
grain: workspace_gid
*/
select
  gid as workspace_gid,
  name,
  is_organization
from source.workspaces

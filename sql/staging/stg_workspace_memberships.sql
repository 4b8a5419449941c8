/*
One row per membership of a person in the workspace.
grain: membership_gid
*/
select
  gid as membership_gid,
  user_gid as person_gid,
  is_active,
  is_admin,
  is_guest,
  is_view_only,
  created_at,
  _deleted_at as deleted_at
from source.workspace_memberships

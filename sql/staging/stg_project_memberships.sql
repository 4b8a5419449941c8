/*
One row per membership of a person or team in a project.
grain: project_membership_gid
*/
select
  gid as project_membership_gid,
  project_gid,
  member_gid,
  member_type,
  access_level,
  _deleted_at as deleted_at
from source.project_memberships

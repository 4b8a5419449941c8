/*
One row per team.
grain: team_gid
*/
select
  gid as team_gid,
  name,
  visibility,
  _deleted_at as deleted_at
from source.teams

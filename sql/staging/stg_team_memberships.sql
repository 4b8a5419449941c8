/*
One row per membership of a person in a team.
grain: team_membership_gid
*/
select
  gid as team_membership_gid,
  team_gid,
  user_gid as person_gid,
  is_guest,
  is_admin,
  _first_seq as first_seq,
  _deleted_at as deleted_at
from source.team_memberships

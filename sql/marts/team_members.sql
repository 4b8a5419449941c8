/*
One row per team and member.
grain: team_gid, person_gid
*/
with members as (
  select distinct team_gid, person_gid
  from staging.stg_team_memberships
  where deleted_at is null and team_gid is not null and person_gid is not null
)

select
  members.team_gid,
  members.person_gid,
  coalesce(homed.team_gid = members.team_gid, false) as is_home_team
from members
left join intermediate.int_people_homed as homed on homed.person_gid = members.person_gid

/*
One row per team.
grain: team_gid
*/
with members as (
  select members.team_gid, count(*) as number_of_members
  from marts.team_members as members
  inner join marts.people as people on people.person_gid = members.person_gid
  where people.is_active
  group by members.team_gid
)

select
  teams.team_gid,
  teams.name,
  coalesce(members.number_of_members, 0) as number_of_members
from staging.stg_teams as teams
left join members on members.team_gid = teams.team_gid
where teams.deleted_at is null

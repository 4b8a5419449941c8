/*
One row per person with a home team: the team with most of the person's tasks (a team that the person is a member of wins a tie),
else the team joined first.
grain: person_gid
*/
with worked as (
  select worked.person_gid, teamed.team_gid, sum(worked.number_of_tasks) as number_of_tasks
  from intermediate.int_people_worked as worked
  inner join intermediate.int_projects_teamed as teamed on teamed.project_gid = worked.project_gid
  where teamed.team_gid is not null
  group by worked.person_gid, teamed.team_gid
),

joined as (
  select person_gid, team_gid, min(first_seq) as first_seq
  from staging.stg_team_memberships
  where deleted_at is null and not coalesce(is_guest, false)
  group by person_gid, team_gid
),

candidates as (
  select
    coalesce(worked.person_gid, joined.person_gid) as person_gid,
    coalesce(worked.team_gid, joined.team_gid) as team_gid,
    coalesce(worked.number_of_tasks, 0) as number_of_tasks,
    joined.team_gid is not null as is_member,
    joined.first_seq
  from worked
  full outer join joined on joined.person_gid = worked.person_gid and joined.team_gid = worked.team_gid
)

select
  person_gid,
  team_gid
from candidates
qualify row_number() over (
  partition by person_gid order by number_of_tasks desc, is_member desc, first_seq, team_gid
) = 1

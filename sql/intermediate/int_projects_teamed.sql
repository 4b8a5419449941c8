/*
One row per project with the team that it belongs to: Asana's own, else a team among its members, else the team that most people
with tasks in it are members of.
grain: project_gid
*/
with member_teams as (
  select project_gid, min(member_gid) as team_gid
  from staging.stg_project_memberships
  where member_type = 'team' and deleted_at is null
  group by project_gid
),

assignees as (
  select chosen.project_gid, tasks.assignee_gid as person_gid, count(*) as number_of_tasks
  from staging.stg_tasks as tasks
  inner join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = tasks.task_gid
  where tasks.assignee_gid is not null
  group by chosen.project_gid, tasks.assignee_gid
),

people_teams as (
  select assignees.project_gid, memberships.team_gid
  from assignees
  inner join staging.stg_team_memberships as memberships
    on memberships.person_gid = assignees.person_gid and memberships.deleted_at is null
  group by assignees.project_gid, memberships.team_gid
  qualify row_number() over (
    partition by assignees.project_gid order by sum(assignees.number_of_tasks) desc, memberships.team_gid
  ) = 1
)

select
  projects.project_gid,
  coalesce(projects.team_gid, member_teams.team_gid, people_teams.team_gid) as team_gid
from staging.stg_projects as projects
left join member_teams on member_teams.project_gid = projects.project_gid
left join people_teams on people_teams.project_gid = projects.project_gid

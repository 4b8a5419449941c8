/*
One row per person: users and members of the workspace, and whoever tasks, time entries or teams name although Asana no longer
lists them, so that nobody's work is lost. Programs that tasks are assigned to are no persons: they have no working week.
grain: person_gid
*/
with named as (
  select person_gid, 1 as rank from staging.stg_users
  union all
  select person_gid, 2 from staging.stg_workspace_memberships
  union all
  select person_gid, 3 from staging.stg_team_memberships
  union all
  select assignee_gid, 3 from staging.stg_tasks
  union all
  select person_gid, 3 from staging.stg_time_entries where deleted_at is null
)

select
  person_gid,
  min(rank) < 3 as is_listed
from named
anti join staging.stg_agents as agents on agents.agent_gid = named.person_gid
where person_gid is not null
group by person_gid

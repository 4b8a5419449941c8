/*
One row per task and version that some night saw, with the tracked columns as people read them and the instant since when it is known.
grain: task_gid, from_seq
*/
with memberships as (
  select
    members.task_gid,
    members.from_seq,
    arg_min(sections.name, members.position) as section_name,
    list(members.project_gid order by members.project_gid) as project_gids
  from intermediate.int_task_versions_membered as members
  left join staging.stg_sections as sections on sections.section_gid = members.section_gid
  group by members.task_gid, members.from_seq
)

select
  versions.task_gid,
  versions.from_seq,
  coalesce(refreshes.known_at, getvariable('as_of')::timestamp) as known_at,
  versions.created_at,
  versions.completed_at,
  versions.deleted_at,
  versions.from_seq = bounds.first_from_seq as is_first,
  versions.assignee_gid,
  coalesce(versions.due_on, local_date(versions.due_at)) as due_on,
  as_hours(roles.estimate_hours) as estimate_hours,
  memberships.section_name,
  coalesce(memberships.project_gids, []::varchar[]) as project_gids,
  coalesce(versions.is_completed, false) as is_completed
from staging.stg_task_versions as versions
inner join intermediate.int_task_versions_bounded as bounds on bounds.task_gid = versions.task_gid
left join intermediate.int_refreshes_known as refreshes on refreshes.seq = versions.from_seq
left join intermediate.int_task_roles_valued as roles
  on roles.task_gid = versions.task_gid and roles.from_seq = versions.from_seq
left join memberships on memberships.task_gid = versions.task_gid and memberships.from_seq = versions.from_seq

/*
One row per task and version of its tracked columns.
grain: task_gid, valid_from
check: valid_to is null or valid_to > valid_from
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
),

versions as (
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
),

observed as (
  select versions.* replace (is_completed as is_completed), known_at as valid_from,
    coalesce(deleted_at <= known_at, false) as is_deleted, 'observed' as source, 1 as rank
  from versions
  union all by name
  select versions.*, deleted_at as valid_from, true as is_deleted, 'observed' as source, 2 as rank
  from versions
  where deleted_at > known_at
),

inferred as (
  select versions.* replace (is_completed and coalesce(completed_at <= created_at, true) as is_completed),
    created_at as valid_from, false as is_deleted, 'inferred' as source, 0 as rank
  from versions
  where is_first and created_at < known_at
  union all by name
  select versions.*, completed_at as valid_from, false as is_deleted, 'inferred' as source, 0 as rank
  from versions
  where is_first and is_completed and completed_at > created_at and completed_at < known_at
),

chained as (
  select *, hash(assignee_gid, due_on, estimate_hours, section_name, project_gids, is_completed, is_deleted, source) as state
  from (select * from observed union all by name select * from inferred)
  qualify row_number() over (partition by task_gid, valid_from order by rank desc, from_seq desc) = 1
),

changed as (
  select * from chained
  qualify state is distinct from lag(state) over (partition by task_gid order by valid_from)
)

select
  task_gid,
  valid_from,
  lead(valid_from) over (partition by task_gid order by valid_from) as valid_to,
  assignee_gid,
  due_on,
  estimate_hours,
  section_name,
  project_gids,
  is_completed,
  is_deleted,
  source
from changed

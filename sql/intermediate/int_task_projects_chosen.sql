/*
One row per task that belongs to a project, with the one that sums by project use: the first membership when the task was first
seen, as long as it is still a member; else its first membership of today. A subtask takes that of the
topmost task above it that belongs to one.
grain: task_gid
*/
with memberships as (
  select * from intermediate.int_task_versions_membered
),

first_seen as (
  select task_gid, arg_min(project_gid, from_seq * 1000 + position) as project_gid
  from memberships
  group by task_gid
),

current_ones as (
  select memberships.*, memberships.project_gid = first_seen.project_gid as is_first
  from memberships
  inner join intermediate.int_task_versions_bounded as bounds
    on bounds.task_gid = memberships.task_gid and bounds.last_from_seq = memberships.from_seq
  inner join first_seen on first_seen.task_gid = memberships.task_gid
),

own as (
  select task_gid, project_gid, section_gid
  from current_ones
  qualify row_number() over (partition by task_gid order by is_first desc, position) = 1
),

above as (
  select
    ancestors.task_gid,
    arg_max(own.project_gid, ancestors.depth) as project_gid,
    arg_max(own.section_gid, ancestors.depth) as section_gid
  from intermediate.int_task_ancestors as ancestors
  inner join own on own.task_gid = ancestors.ancestor_gid
  group by ancestors.task_gid
)

select
  tasks.task_gid,
  coalesce(above.project_gid, own.project_gid) as project_gid,
  case
    when above.project_gid is null then own.section_gid
    else coalesce(current_ones.section_gid, above.section_gid)
  end as section_gid
from staging.stg_tasks as tasks
left join above on above.task_gid = tasks.task_gid
left join own on own.task_gid = tasks.task_gid
left join current_ones on current_ones.task_gid = tasks.task_gid and current_ones.project_gid = above.project_gid
where above.project_gid is not null or own.project_gid is not null

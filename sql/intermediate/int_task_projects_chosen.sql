/*
One row per task that belongs to a project, with the one that sums by project use: the first membership when the task was first
seen, as long as it is still a member; else its first membership of today. A subtask takes its root parent's.
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
)

select
  tasks.task_gid,
  coalesce(root.project_gid, own.project_gid) as project_gid,
  case
    when root.project_gid is null then own.section_gid
    else coalesce(current_ones.section_gid, root.section_gid)
  end as section_gid
from staging.stg_tasks as tasks
left join intermediate.int_task_roots as roots on roots.task_gid = tasks.task_gid
left join own as root on root.task_gid = roots.root_gid
left join own on own.task_gid = tasks.task_gid
left join current_ones on current_ones.task_gid = tasks.task_gid and current_ones.project_gid = root.project_gid
where root.project_gid is not null or own.project_gid is not null

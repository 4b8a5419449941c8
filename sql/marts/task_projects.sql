/*
One row per task and project it is a member of (several for multi-homed tasks).
grain: task_gid, project_gid
*/
select
  members.task_gid,
  members.project_gid,
  members.section_gid,
  sections.name as section_name,
  coalesce(members.project_gid = chosen.project_gid, false) as is_primary
from intermediate.int_task_versions_membered as members
inner join intermediate.int_task_versions_bounded as bounds
  on bounds.task_gid = members.task_gid and bounds.last_from_seq = members.from_seq
inner join staging.stg_tasks as tasks on tasks.task_gid = members.task_gid
left join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = members.task_gid
left join staging.stg_sections as sections on sections.section_gid = members.section_gid

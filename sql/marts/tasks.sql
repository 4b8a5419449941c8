/*
One row per task or subtask, with estimate and actual hours by one definition. A parent's hours exclude its subtasks'.
grain: task_gid
check: days_open >= 0
check: estimate_hours is null or estimate_hours >= 0
check: (actual_hours is null) = (actual_source is null)
warn: completed_at is null or completed_at >= created_at
warn: not is_completed or completed_at is not null
warn: estimate_hours is null or estimate_hours < 1000
warn: due_on is null or due_on < date '2100-01-01'
warn: start_on is null or due_on is null or start_on <= due_on
*/
with first_estimates as (
  select task_gid, arg_min(estimate_hours, from_seq) as estimate_hours
  from intermediate.int_task_roles_valued
  where estimate_hours is not null
  group by task_gid
),

dependencies as (
  select task_gid, count(*) as number_of_dependencies
  from (select distinct task_gid, unnest(dependency_gids) as depends_on_gid from staging.stg_tasks)
  where depends_on_gid is not null
  group by task_gid
),

measured as (
  select
    tasks.*,
    roots.root_gid,
    chosen.project_gid,
    chosen.section_gid,
    roles.priority,
    roles.skills,
    roles.story_points,
    as_hours(roles.estimate_hours) as estimate_hours,
    coalesce(as_hours(told.estimate_hours), as_hours(first_estimates.estimate_hours)) as original_estimate_hours,
    case
      when entries.number_of_entries > 0 then as_hours(entries.minutes / 60)
      else coalesce(as_hours(nullif(tasks.actual_time_minutes, 0) / 60), as_hours(roles.actual_hours))
    end as actual_hours,
    case when entries.number_of_entries > 0 then 'time_entries' else 'field' end as actual_source,
    local_date(tasks.created_at) as created_on,
    case when tasks.is_completed then tasks.completed_at end as done_at
  from staging.stg_tasks as tasks
  left join intermediate.int_task_versions_bounded as bounds on bounds.task_gid = tasks.task_gid
  left join intermediate.int_task_roles_valued as roles
    on roles.task_gid = tasks.task_gid and roles.from_seq = bounds.last_from_seq
  left join first_estimates on first_estimates.task_gid = tasks.task_gid
  left join intermediate.int_first_estimates_told as told on told.task_gid = tasks.task_gid
  left join intermediate.int_task_roots as roots on roots.task_gid = tasks.task_gid
  left join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = tasks.task_gid
  left join intermediate.int_time_entries_summed as entries on entries.task_gid = tasks.task_gid
)

select
  measured.task_gid,
  measured.name,
  measured.parent_gid,
  measured.assignee_gid,
  measured.created_by_gid,
  measured.project_gid,
  sections.name as section_name,
  measured.resource_subtype,
  measured.priority,
  coalesce(measured.is_completed, false) as is_completed,
  measured.created_at,
  measured.done_at as completed_at,
  coalesce(measured.start_on, local_date(measured.start_at)) as start_on,
  coalesce(measured.due_on, local_date(measured.due_at)) as due_on,
  measured.estimate_hours,
  measured.original_estimate_hours,
  measured.actual_hours,
  case when measured.actual_hours is not null then measured.actual_source end as actual_source,
  measured.actual_hours - measured.estimate_hours as variance_hours,
  (measured.actual_hours - measured.estimate_hours)::double / nullif(measured.estimate_hours, 0)::double as variance_ratio,
  (measured.actual_hours - measured.original_estimate_hours)::double
    / nullif(measured.original_estimate_hours, 0)::double as schedule_variance_ratio,
  local_date(measured.done_at) - coalesce(measured.due_on, local_date(measured.due_at)) as days_late,
  measured.story_points,
  greatest(coalesce(local_date(measured.done_at), getvariable('as_of')) - measured.created_on, 0) as days_open,
  coalesce(measured.number_of_subtasks, 0) as number_of_subtasks,
  coalesce(dependencies.number_of_dependencies, 0) as number_of_dependencies,
  coalesce(measured.skills, []::varchar[]) as skills,
  coalesce(measured.resource_subtype = 'milestone', false) as is_milestone,
  own_task.object_gid is not null or own_root.object_gid is not null or own_project.object_gid is not null as is_own,
  measured.deleted_at is not null as is_deleted,
  measured.permalink_url
from measured
left join dependencies on dependencies.task_gid = measured.task_gid
left join staging.stg_sections as sections on sections.section_gid = measured.section_gid
left join intermediate.int_objects_managed as own_task
  on own_task.object_gid = measured.task_gid and own_task.object_type = 'task'
left join intermediate.int_objects_managed as own_root
  on own_root.object_gid = measured.root_gid and own_root.object_type = 'task'
left join intermediate.int_objects_managed as own_project
  on own_project.object_gid = measured.project_gid and own_project.object_type = 'project'

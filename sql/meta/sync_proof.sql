/*
One row per project and control total: what Asana sums up for the tasks of the project against what the warehouse holds of them.
Minutes are those that Asana adds up for each task, subtasks the numbers that parents give. Tasks count in the project that sums by
project use; `none` stands for tasks outside any.
grain: project_gid, measure
check: number_of_tasks_differing >= number_of_tasks_unexplained
*/
with held_subtasks as (
  select parent_gid as task_gid, count(*) as n
  from staging.stg_tasks
  where parent_gid is not null and deleted_at is null
  group by parent_gid
),

read_last as (
  select task_gid, max(from_seq) as from_seq from staging.stg_task_versions group by task_gid
),

newest_entries as (
  select task_gid, max(first_seq) as first_seq from staging.stg_time_entries where deleted_at is null group by task_gid
),

has_minutes as (
  select coalesce(bool_or(actual_time_minutes is not null), false) as is_so from staging.stg_tasks
),

unreadable as (
  select min(state) as state
  from meta.sources
  where source in ('time_entries', 'task_time_entries') and state in ('absent', 'refused')
  having count(*) = 2
),

totals as (
  select 'minutes' as measure, 'task_time_entries' as source, tasks.task_gid,
    coalesce(tasks.actual_time_minutes, 0) as asana_says, coalesce(entries.minutes, 0) as warehouse_says
  from staging.stg_tasks as tasks
  left join intermediate.int_time_entries_summed as entries on entries.task_gid = tasks.task_gid
  where tasks.deleted_at is null and (select is_so from has_minutes)
  union all
  select 'subtasks', 'subtasks', tasks.task_gid, coalesce(tasks.number_of_subtasks, 0), coalesce(held_subtasks.n, 0)
  from staging.stg_tasks as tasks
  left join held_subtasks on held_subtasks.task_gid = tasks.task_gid
  where tasks.deleted_at is null
),

by_task as (
  select
    coalesce(chosen.project_gid, 'none') as project_gid,
    totals.measure,
    totals.asana_says,
    totals.warehouse_says,
    totals.asana_says <> totals.warehouse_says as is_differing,
    coalesce(asked.complete_seq >= read_last.from_seq, false)
      or (totals.measure = 'minutes' and coalesce(newest_entries.first_seq > read_last.from_seq, false)) as is_asked
  from totals
  left join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = totals.task_gid
  left join read_last on read_last.task_gid = totals.task_gid
  left join newest_entries on newest_entries.task_gid = totals.task_gid
  left join staging.stg_listings as asked on asked.source = totals.source and asked.listing = totals.task_gid
),

by_project as (
  select
    project_gid,
    measure,
    sum(asana_says) as asana_says,
    sum(warehouse_says) as warehouse_says,
    count(*) filter (is_differing) as number_of_tasks_differing,
    count(*) filter (is_differing and not is_asked) as number_of_tasks_unexplained
  from by_task
  group by project_gid, measure
),

explained as (
  select
    *,
    case
      when number_of_tasks_differing = 0 then 'agrees'
      when measure = 'minutes' and (select state from unreadable) is not null
        then format('time entries are {}; Asana''s own sums are all there is', (select state from unreadable))
      when number_of_tasks_unexplained = 0
        then format('{} of its tasks were asked one by one since they changed and show no other (entries or subtasks that this token may not see), or have newer entries than the task as last read', number_of_tasks_differing)
    end as explanation
  from by_project
)

select
  project_gid,
  measure,
  asana_says::double as asana_says,
  warehouse_says::double as warehouse_says,
  (warehouse_says - asana_says)::double as difference,
  number_of_tasks_differing,
  number_of_tasks_unexplained,
  explanation,
  explanation is not null as is_explained
from explained

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

task_listings as (
  select task_gid, 'tasks' as source, project_gid as listing from marts.task_projects
  union all
  select task_gid, 'own_tasks', 'search' from staging.stg_tasks
  union all
  select task_gid, 'subtasks', 'search' from staging.stg_tasks where parent_gid is not null
  union all
  select task_gid, 'subtasks', parent_gid from staging.stg_tasks where parent_gid is not null
),

-- The last reading that has shown a task: that of its change, or of a listing that it stands in.
read_last as (
  select versions.task_gid, max(versions.from_seq) as changed_seq, max(greatest(versions.from_seq, coalesce(read.complete_seq, 0))) as read_seq
  from staging.stg_task_versions as versions
  left join task_listings on task_listings.task_gid = versions.task_gid
  left join staging.stg_listings as read on read.source = task_listings.source and read.listing = task_listings.listing
  group by versions.task_gid
),

first_day as (
  select min(try_cast(listing as date)) as first_day_read
  from staging.stg_listings
  where source = 'time_entries' and complete_seq is not null
),

-- What was held of a task's minutes when it was last read: entries that came, changed or went later are not in Asana's sum yet.
held_then as (
  select task_gid, sum(minutes) as minutes
  from (
    select read_last.task_gid, entries.duration_minutes as minutes
    from staging.stg_time_entries as entries
    inner join read_last on read_last.task_gid = entries.task_gid and entries.first_seq <= read_last.read_seq
    where entries.deleted_at is null
      and entries.entry_gid not in (select entry_gid from staging.stg_time_entry_versions)
    union all
    select read_last.task_gid, versions.duration_minutes
    from staging.stg_time_entry_versions as versions
    inner join read_last on read_last.task_gid = versions.task_gid and versions.from_seq <= read_last.read_seq
      and (versions.to_seq is null or versions.to_seq > read_last.read_seq)
    where versions.deleted_at is null
  )
  group by task_gid
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
    tasks.created_at, coalesce(tasks.actual_time_minutes, 0) as asana_says, coalesce(entries.minutes, 0) as warehouse_says
  from staging.stg_tasks as tasks
  left join intermediate.int_time_entries_summed as entries on entries.task_gid = tasks.task_gid
  where tasks.deleted_at is null and (select is_so from has_minutes)
  union all
  select 'subtasks', 'subtasks', tasks.task_gid, tasks.created_at, coalesce(tasks.number_of_subtasks, 0), coalesce(held_subtasks.n, 0)
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
    case
      when totals.asana_says = totals.warehouse_says then null
      when asked.complete_seq >= read_last.changed_seq then 'asked'
      when totals.measure = 'minutes' and coalesce(held_then.minutes, 0) = totals.asana_says then 'newer'
      when totals.measure = 'minutes' and totals.asana_says > totals.warehouse_says
        and totals.created_at < (select first_day_read from first_day) then 'older'
    end as reason
  from totals
  left join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = totals.task_gid
  left join read_last on read_last.task_gid = totals.task_gid
  left join held_then on held_then.task_gid = totals.task_gid
  left join staging.stg_listings as asked on asked.source = totals.source and asked.listing = totals.task_gid
),

by_project as (
  select
    project_gid,
    measure,
    sum(asana_says) as asana_says,
    sum(warehouse_says) as warehouse_says,
    count(*) filter (is_differing) as number_of_tasks_differing,
    count(*) filter (is_differing and reason is null) as number_of_tasks_unexplained,
    count(*) filter (reason = 'asked') as number_asked,
    count(*) filter (reason = 'newer') as number_newer,
    count(*) filter (reason = 'older') as number_older
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
        then concat_ws('; ',
          case when number_asked > 0 then format('{} of its tasks were asked one by one since they changed and show no other (what else there is, this token may not see)', number_asked) end,
          case when number_newer > 0 then format('{} agreed when they were last read and have later entries', number_newer) end,
          case when number_older > 0 then format('{} are older than the first day read and wait for their turn to be asked', number_older) end
        )
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

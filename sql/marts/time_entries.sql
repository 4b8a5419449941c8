/*
One row per logged time entry; nightly increases of an actual-hours field count as entries with source field_delta.
grain: entry_gid
warn: hours >= 0
warn: hours <= 24 or source = 'field_delta'
warn: entered_on is not null and entered_on between date '1990-01-01' and date '2100-01-01'
warn: person_gid is not null
*/
with logged as (
  select
    entries.entry_gid,
    entries.task_gid,
    entries.person_gid,
    entries.entered_on,
    try_cast(entries.duration_minutes / 60 as decimal(18, 4)) as hours,
    entries.created_at,
    categories.name as category,
    entries.description as note,
    case entries.billable_status when 'billable' then true when 'nonBillable' then false end as is_billable,
    entries.approval_status,
    'asana' as source
  from staging.stg_time_entries as entries
  left join staging.stg_time_tracking_categories as categories on categories.category_gid = entries.category_gid
  where entries.deleted_at is null
),

derived as (
  select
    'field_delta:' || task_gid || ':' || from_seq as entry_gid,
    task_gid,
    person_gid,
    entered_on,
    hours,
    known_at as created_at,
    null as category,
    null as note,
    null as is_billable,
    null as approval_status,
    'field_delta' as source
  from intermediate.int_hours_from_fields
)

select
  entries.entry_gid,
  entries.task_gid,
  entries.person_gid,
  chosen.project_gid,
  entries.entered_on,
  entries.hours,
  entries.created_at,
  entries.category,
  entries.note,
  entries.is_billable,
  entries.approval_status,
  entries.source
from (select * from logged union all select * from derived) as entries
left join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = entries.task_gid

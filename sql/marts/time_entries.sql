/*
One row per logged time entry; nightly increases of an actual-hours field count as entries with source field_delta.
grain: entry_gid
warn: hours >= 0
warn: hours <= 24 or source = 'field_delta'
warn: entered_on is not null and entered_on between date '1990-01-01' and date '2100-01-01'
warn: person_gid is not null
*/
with followed as (
  select
    *,
    lead(duration_minutes) over (partition by entry_gid order by from_seq) as next_minutes
  from staging.stg_time_entry_versions
),

-- Nights on which an entry that had been approved was found changed; one that was opened again first was not.
edited as (
  select entry_gid, arg_max(duration_minutes, from_seq) as approved_minutes
  from followed
  where approval_status = 'APPROVED' and next_minutes <> duration_minutes
  group by entry_gid
),

logged as (
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
    try_cast(edited.approved_minutes / 60 as decimal(18, 4)) as approved_hours,
    'asana' as source
  from staging.stg_time_entries as entries
  left join edited on edited.entry_gid = entries.entry_gid
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
    null as approved_hours,
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
  entries.approved_hours,
  entries.source
from (select * from logged union all select * from derived) as entries
left join intermediate.int_task_projects_chosen as chosen on chosen.task_gid = entries.task_gid

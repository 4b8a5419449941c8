/*
One row per task whose stories tell its estimate: the value before its first change, else the one that it was first given. Of several
fields with the role, the lowest position counts.
grain: task_gid
*/
with changes as (
  select
    task_gid,
    story_gid,
    created_at,
    json_extract_string(payload, '$.custom_field.gid') as field_gid,
    coalesce(
      try_cast(json_extract_string(payload, '$.old_number_value') as double),
      try_cast(json_extract_string(payload, '$.new_number_value') as double)
    ) as number_value
  from staging.stg_stories
  where resource_subtype = 'number_custom_field_changed' and deleted_at is null
)

select
  changes.task_gid,
  changes.number_value * roles.factor as estimate_hours
from changes
inner join intermediate.int_field_roles as roles on roles.field_gid = changes.field_gid and roles.role = 'estimate'
where changes.number_value >= 0
qualify row_number() over (
  partition by changes.task_gid order by roles.position, changes.created_at, changes.story_gid
) = 1

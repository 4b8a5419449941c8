/*
One row per task, tracked attribute and instant at which its stories tell a change from before its first night, with the value before
and after, as text.
grain: task_gid, attribute, changed_at
*/
with told as (
  select
    stories.task_gid,
    stories.story_gid,
    stories.created_at as changed_at,
    stories.resource_subtype as kind,
    stories.payload
  from staging.stg_stories as stories
  inner join intermediate.int_task_versions_tracked as versions
    on versions.task_gid = stories.task_gid and versions.is_first and stories.created_at < versions.known_at
  where stories.deleted_at is null
),

dates as (
  select task_gid, story_gid, changed_at, kind,
    coalesce(json_extract_string(payload, '$.old_dates.due_on'),
      local_date(try_cast(json_extract_string(payload, '$.old_dates.due_at') as timestamp))::varchar) as due_before,
    coalesce(json_extract_string(payload, '$.new_dates.due_on'),
      local_date(try_cast(json_extract_string(payload, '$.new_dates.due_at') as timestamp))::varchar) as due_after
  from told
  where kind in ('due_date_changed', 'start_date_changed')
    and coalesce(json_extract_string(payload, '$.old_dates'), json_extract_string(payload, '$.new_dates')) is not null
),

changes as (
  select task_gid, story_gid, changed_at, 'assignee' as attribute,
    case when kind = 'unassigned' then json_extract_string(payload, '$.assignee.gid') end as value_before,
    case when kind = 'assigned' then json_extract_string(payload, '$.assignee.gid') end as value_after
  from told
  where kind in ('assigned', 'unassigned')
  union all
  select task_gid, story_gid, changed_at, 'due_on', due_before, due_after
  from dates
  where kind = 'due_date_changed' or (due_before is not null and due_after is not null)
  union all
  select told.task_gid, told.story_gid, told.changed_at, 'section_name',
    coalesce(before.name, json_extract_string(told.payload, '$.old_section.name')),
    coalesce(later.name, json_extract_string(told.payload, '$.new_section.name'))
  from told
  left join staging.stg_sections as before on before.section_gid = json_extract_string(told.payload, '$.old_section.gid')
  left join staging.stg_sections as later on later.section_gid = json_extract_string(told.payload, '$.new_section.gid')
  where told.kind = 'section_changed'
  union all
  select task_gid, story_gid, changed_at, 'is_completed', (kind = 'marked_incomplete')::varchar, (kind = 'marked_complete')::varchar
  from told
  where kind in ('marked_complete', 'marked_incomplete')
  union all
  select told.task_gid, told.story_gid, told.changed_at, 'estimate_hours',
    as_hours(try_cast(json_extract_string(told.payload, '$.old_number_value') as double) * roles.factor)::varchar,
    as_hours(try_cast(json_extract_string(told.payload, '$.new_number_value') as double) * roles.factor)::varchar
  from told
  inner join intermediate.int_field_roles as roles
    on roles.field_gid = json_extract_string(told.payload, '$.custom_field.gid') and roles.role = 'estimate'
  where told.kind = 'number_custom_field_changed'
  qualify roles.position = min(roles.position) over (partition by told.task_gid)
  union all
  select task_gid, story_gid, changed_at, 'project ' || json_extract_string(payload, '$.project.gid'),
    (kind = 'removed_from_project')::varchar, (kind = 'added_to_project')::varchar
  from told
  where kind in ('added_to_project', 'removed_from_project') and json_extract_string(payload, '$.project.gid') is not null
)

select
  task_gid,
  attribute,
  changed_at,
  arg_min(value_before, (len(story_gid), story_gid)) as value_before,
  arg_max(value_after, (len(story_gid), story_gid)) as value_after
from changes
group by task_gid, attribute, changed_at

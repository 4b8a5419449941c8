/*
One row per task whose stories are read and state of its tracked columns before its first night: at each change the value after it;
before the first change the value that it replaced; what no story tells stayed as the first night saw it.
grain: task_gid, valid_from
*/
with firsts as (
  select versions.* from intermediate.int_task_versions_tracked as versions
  where versions.is_first and versions.created_at < versions.known_at and (
    exists (from staging.stg_stories as stories where stories.task_gid = versions.task_gid)
    or exists (from staging.stg_listings as asked
      where asked.source = 'stories' and asked.listing = versions.task_gid and asked.complete_seq is not null)
  )
),

changes as (
  select told.* from intermediate.int_task_changes_told as told inner join firsts on firsts.task_gid = told.task_gid
  union all
  select task_gid, 'is_completed', completed_at, 'false', 'true'
  from firsts
  where is_completed and completed_at > created_at and completed_at < known_at
    and task_gid not in (select task_gid from intermediate.int_task_changes_told where attribute = 'is_completed')
),

moments as (
  select task_gid, created_at as valid_from from firsts
  union
  select firsts.task_gid, changes.changed_at
  from changes
  inner join firsts on firsts.task_gid = changes.task_gid and changes.changed_at > firsts.created_at
),

attributes as (
  select
    task_gid,
    attribute,
    arg_min(coalesce(value_before, ''), changed_at) as first_before
  from changes
  group by task_gid, attribute
),

valued as (
  select
    moments.task_gid,
    moments.valid_from,
    attributes.attribute,
    nullif(coalesce(told.value_after, attributes.first_before), '') as value
  from moments
  inner join attributes on attributes.task_gid = moments.task_gid
  asof left join (select * replace (coalesce(value_after, '') as value_after) from changes) as told
    on told.task_gid = attributes.task_gid and told.attribute = attributes.attribute and moments.valid_from >= told.changed_at
),

told as (
  select
    task_gid,
    valid_from,
    map_from_entries(list((attribute, value) order by attribute)) as value_by_attribute
  from valued
  group by task_gid, valid_from
),

states as (
  select
    firsts.*,
    moments.valid_from,
    coalesce(told.value_by_attribute, map {}) as by_attribute
  from moments
  inner join firsts on firsts.task_gid = moments.task_gid
  left join told on told.task_gid = moments.task_gid and told.valid_from = moments.valid_from
)

select
  task_gid,
  valid_from,
  case when map_contains(by_attribute, 'assignee') then by_attribute['assignee'] else assignee_gid end as assignee_gid,
  case when map_contains(by_attribute, 'due_on') then try_cast(by_attribute['due_on'] as date) else due_on end as due_on,
  case when map_contains(by_attribute, 'estimate_hours')
    then try_cast(by_attribute['estimate_hours'] as decimal(18, 4)) else estimate_hours end as estimate_hours,
  case when map_contains(by_attribute, 'section_name') then by_attribute['section_name'] else section_name end as section_name,
  list_sort(list_distinct(list_concat(
    list_filter(project_gids, lambda gid: coalesce(by_attribute['project ' || gid], 'true') = 'true'),
    list_transform(
      list_filter(map_keys(by_attribute), lambda name: starts_with(name, 'project ') and by_attribute[name] = 'true'),
      lambda name: substr(name, 9)
    )
  ))) as project_gids,
  case when map_contains(by_attribute, 'is_completed') then by_attribute['is_completed'] = 'true'
    else is_completed and coalesce(completed_at <= created_at, true) end as is_completed
from states

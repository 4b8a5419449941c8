/*
One row per change of a custom field's definition that a night noticed: renamed, retyped or gone; its options added, renamed, disabled,
enabled again or removed; put on a project (or portfolio) or taken off. Values keep the field's gid through all of it. Fields that
Plimsoll made are left out.
grain: field_gid, change, subject_gid, noticed_at
*/
with versions as (
  select
    versions.*,
    refreshes.known_at as noticed_at,
    coalesce(versions.options, []) as options_now,
    lag(versions.from_seq) over version_order is null as is_first,
    lag(versions.name) over version_order as name_before,
    lag(versions.field_type) over version_order as type_before,
    coalesce(lag(versions.options) over version_order, []) as options_before
  from staging.stg_custom_field_versions as versions
  inner join intermediate.int_refreshes_known as refreshes on refreshes.seq = versions.from_seq
  window version_order as (partition by versions.field_gid order by versions.from_seq)
),

first_reading as (
  select min(from_seq) as seq from versions
),

options as (
  select
    later.field_gid,
    later.noticed_at,
    later.option.gid as option_gid,
    before.option is not null as was_there,
    true as is_there,
    before.option.name as name_before,
    later.option.name as name_after,
    coalesce(before.option.enabled, true) as was_enabled,
    coalesce(later.option.enabled, true) as is_enabled
  from (select field_gid, from_seq, noticed_at, unnest(options_now) as option from versions where not is_first) as later
  left join (
    select field_gid, from_seq, noticed_at, unnest(options_before) as option from versions where not is_first
  ) as before
    on before.field_gid = later.field_gid and before.from_seq = later.from_seq and before.option.gid = later.option.gid
  union all
  select field_gid, noticed_at, gone.gid, true, false, gone.name, null, coalesce(gone.enabled, true), false
  from (
    select field_gid, noticed_at, options_now, unnest(options_before) as gone from versions where not is_first
  )
  where not list_contains(list_transform(options_now, lambda option: option.gid), gone.gid)
),

settings as (
  select settings.*, added.known_at as added_at, first_reading.seq < settings.first_seq as is_later
  from staging.stg_custom_field_settings as settings
  cross join first_reading
  left join intermediate.int_refreshes_known as added on added.seq = settings.first_seq
),

changes as (
  select field_gid, noticed_at, 'added' as change, field_gid as subject_gid, null as value_before, name as value_after
  from versions
  where is_first and from_seq > (select seq from first_reading)
  union all
  select field_gid, noticed_at, 'renamed', field_gid, name_before, name
  from versions
  where not is_first and name is distinct from name_before
  union all
  select field_gid, noticed_at, 'retyped', field_gid, type_before, field_type
  from versions
  where not is_first and field_type is distinct from type_before
  union all
  select field_gid, deleted_at, 'removed', field_gid, name, null
  from versions
  where deleted_at is not null
  union all
  select field_gid, noticed_at, 'option added', option_gid, null, name_after
  from options
  where is_there and not was_there
  union all
  select field_gid, noticed_at, 'option renamed', option_gid, name_before, name_after
  from options
  where is_there and was_there and name_before is distinct from name_after
  union all
  select field_gid, noticed_at, case when is_enabled then 'option enabled' else 'option disabled' end, option_gid, name_before, name_after
  from options
  where is_there and was_there and was_enabled <> is_enabled
  union all
  select field_gid, noticed_at, 'option removed', option_gid, name_before, null
  from options
  where was_there and not is_there
  union all
  select field_gid, added_at, 'put on project', parent_gid, null, parent_gid
  from settings
  where is_later and added_at is not null
  union all
  select field_gid, deleted_at, 'taken off project', parent_gid, parent_gid, null
  from settings
  where deleted_at is not null
)

select
  changes.field_gid,
  changes.noticed_at,
  changes.change,
  changes.subject_gid,
  min(fields.name) as field_name,
  min(changes.value_before) as value_before,
  min(changes.value_after) as value_after
from changes
left join staging.stg_custom_fields as fields on fields.field_gid = changes.field_gid
anti join intermediate.int_objects_managed as managed
  on managed.object_gid = changes.field_gid and managed.object_type = 'custom_field'
where changes.field_gid is not null and changes.subject_gid is not null
group by changes.field_gid, changes.noticed_at, changes.change, changes.subject_gid

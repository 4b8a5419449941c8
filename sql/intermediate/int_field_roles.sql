/*
One row per role and custom field that plays it: the configured one, else all that are found by name and type. Where a row has
values in several, the lowest position counts. Numbers times `factor` are hours (or points).
grain: role, field_gid
*/
with names (role, rank, name, types) as (
  values
    ('estimate', 1, 'estimated hours', ['number']),
    ('estimate', 2, 'estimate (h)', ['number']),
    ('estimate', 3, 'estimate (hours)', ['number']),
    ('estimate', 4, 'estimate hours', ['number']),
    ('estimate', 5, 'planned hours', ['number']),
    ('estimate', 6, 'estimate', ['number']),
    ('estimate', 7, 'effort', ['number']),
    ('estimate', 8, 'effort (h)', ['number']),
    ('estimate', 9, 'estimated minutes', ['number']),
    ('actual', 1, 'actual hours', ['number']),
    ('actual', 2, 'hours logged', ['number']),
    ('actual', 3, 'logged hours', ['number']),
    ('actual', 4, 'actual (h)', ['number']),
    ('actual', 5, 'actual (hours)', ['number']),
    ('actual', 6, 'hours spent', ['number']),
    ('actual', 7, 'actual', ['number']),
    ('story_points', 1, 'story points', ['number']),
    ('story_points', 2, 'points', ['number']),
    ('priority', 1, 'priority', ['enum', 'text']),
    ('client', 1, 'client', ['enum', 'text', 'multi_enum']),
    ('client', 2, 'customer', ['enum', 'text', 'multi_enum']),
    ('client', 3, 'account', ['enum', 'text', 'multi_enum']),
    ('type', 1, 'project type', ['enum', 'text', 'multi_enum']),
    ('type', 2, 'work type', ['enum', 'text', 'multi_enum']),
    ('type', 3, 'type', ['enum', 'text', 'multi_enum']),
    ('type', 4, 'category', ['enum', 'text', 'multi_enum']),
    ('skills', 1, 'skills', ['multi_enum', 'enum']),
    ('skills', 2, 'skill', ['multi_enum', 'enum']),
    ('person_skills', 1, 'person skills', ['multi_enum', 'enum']),
    ('person_skills', 2, 'people skills', ['multi_enum', 'enum']),
    ('person_skills', 3, 'skills', ['multi_enum', 'enum']),
    ('budget', 1, 'budget hours', ['number']),
    ('budget', 2, 'hours budget', ['number']),
    ('budget', 3, 'budget (h)', ['number']),
    ('budget', 4, 'budget (hours)', ['number']),
    ('billable', 1, 'billable', ['enum', 'text']),
    ('capacity', 1, 'weekly capacity', ['number']),
    ('capacity', 2, 'weekly hours', ['number']),
    ('capacity', 3, 'capacity (h/week)', ['number']),
    ('manager', 1, 'manager', ['people']),
    ('manager', 2, 'line manager', ['people']),
    ('manager', 3, 'reports to', ['people'])
),

configured as (
  select roles.role, 0 as rank, 'config' as found_by, fields.field_gid
  from staging.stg_config_fields as roles
  inner join intermediate.int_fields_known as fields
    on fields.field_gid = roles.reference or lower(trim(fields.name)) = lower(trim(roles.reference))
),

built_in as (
  select
    case asana_created_field when 'estimated_time' then 'estimate' else asana_created_field end as role,
    0 as rank,
    'asana' as found_by,
    field_gid
  from intermediate.int_fields_known
  where asana_created_field in ('estimated_time', 'priority')
),

by_name as (
  select names.role, names.rank, 'name' as found_by, fields.field_gid
  from names
  inner join intermediate.int_fields_known as fields
    on lower(trim(fields.name)) = names.name and list_contains(names.types, fields.field_type)
),

found as (
  select * from configured
  union all
  select found.*
  from (select * from built_in union all select * from by_name) as found
  anti join staging.stg_config_fields as roles on roles.role = found.role
),

chosen as (
  select * from found
  qualify row_number() over (partition by role, field_gid order by rank, found_by) = 1
)

select
  chosen.role,
  chosen.field_gid,
  fields.name as field_name,
  fields.field_type,
  chosen.found_by,
  row_number() over (partition by chosen.role order by chosen.rank, chosen.field_gid) as position,
  case
    when chosen.role not in ('estimate', 'actual', 'budget', 'capacity') then 1.0
    when fields.asana_created_field = 'estimated_time' or fields.format = 'duration' then 1 / 60
    when regexp_matches(lower(fields.name), '(^| )minutes$|\(min(utes)?\)$') then 1 / 60
    else 1.0
  end::double as factor
from chosen
inner join intermediate.int_fields_known as fields on fields.field_gid = chosen.field_gid

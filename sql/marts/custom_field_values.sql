/*
One row per task, custom field and value (several for multi-enum, people and reference fields). Empty fields have no row.
grain: task_gid, field_gid, value_index
*/
with latest as (
  select parsed.*
  from intermediate.int_task_fields_parsed as parsed
  inner join intermediate.int_task_versions_bounded as bounds
    on bounds.task_gid = parsed.task_gid and bounds.last_from_seq = parsed.from_seq
  qualify row_number() over (partition by parsed.task_gid, parsed.field_gid order by parsed.field_name) = 1
),

listed as (
  select
    *,
    case
      when len(multi_enum_values) > 0 then multi_enum_values
      when len(people_value) > 0 then people_value
      when len(reference_value) > 0 then reference_value
      else [enum_value]
    end as options
  from latest
),

spread as (
  select *, unnest(options) as option, generate_subscripts(options, 1) - 1 as value_index from listed
)

select
  task_gid,
  field_gid,
  value_index,
  field_name,
  field_type,
  coalesce(option.name, text_value, display_value) as text_value,
  case when isfinite(number_value) then number_value end as number_value,
  coalesce(
    try_cast(date_value.date as date),
    local_date(try_cast(date_value.date_time as timestamptz) at time zone 'UTC')
  ) as date_value,
  option.gid as option_gid
from spread

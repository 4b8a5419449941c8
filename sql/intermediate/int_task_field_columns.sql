/*
One row per custom field that a task has ever had a value in: the column that marts.tasks_wide keeps for it. The name comes from
the first name seen, so that a rename keeps the column; of two fields with the same one, the later gets its gid behind it. The
prefix keeps a field named Priority or Name apart from the table's own columns.
grain: field_gid
*/
with firsts as (
  select
    field_gid,
    min(from_seq) as first_seq,
    min({'seq': from_seq, 'name': field_name}).name as first_name
  from (select from_seq, field_gid, coalesce(field_name, '') as field_name from intermediate.int_task_fields_parsed)
  group by field_gid
),

named as (
  select
    *,
    'field_' || coalesce(
      nullif(trim(left(regexp_replace(lower(strip_accents(first_name)), '[^a-z0-9]+', '_', 'g'), 60), '_'), ''),
      field_gid
    ) as plain_name
  from firsts
)

select
  named.field_gid,
  case
    when row_number() over (partition by named.plain_name order by named.first_seq, named.field_gid) = 1 then named.plain_name
    else named.plain_name || '_' || named.field_gid
  end as column_name,
  fields.name as field_name,
  fields.field_type
from named
inner join intermediate.int_fields_known as fields on fields.field_gid = named.field_gid

/*
One row per task version and project it was a member of; a project named twice counts once, at its first place.
grain: task_gid, from_seq, project_gid
*/
with lists as (
  select task_gid, from_seq, json_transform(memberships, '[{"project_gid": "VARCHAR", "section_gid": "VARCHAR"}]') as list
  from staging.stg_task_versions
),

memberships as (
  select task_gid, from_seq, unnest(list) as membership, generate_subscripts(list, 1) as position from lists
)

select
  task_gid,
  from_seq,
  position,
  membership.project_gid as project_gid,
  membership.section_gid as section_gid
from memberships
where membership.project_gid is not null
qualify row_number() over (partition by task_gid, from_seq, membership.project_gid order by position) = 1

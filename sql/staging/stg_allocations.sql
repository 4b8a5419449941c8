/*
One row per allocation of a person or placeholder to a project, both days included.
grain: allocation_gid
*/
select
  gid as allocation_gid,
  assignee_gid as person_gid,
  project_gid,
  start_date as start_on,
  end_date as end_on,
  effort_type,
  effort_value,
  _deleted_at as deleted_at
from source.allocations

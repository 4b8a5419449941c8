/*
One row per person whose work lies in somebody's project: the owner of the project with most of the person's open tasks.
grain: person_gid
*/
select
  worked.person_gid,
  projects.owner_gid as manager_gid
from intermediate.int_people_worked as worked
inner join staging.stg_projects as projects on projects.project_gid = worked.project_gid
where projects.owner_gid is not null
  and projects.owner_gid <> worked.person_gid
  and worked.number_of_open_tasks > 0
  and projects.deleted_at is null
qualify row_number() over (
  partition by worked.person_gid order by worked.number_of_open_tasks desc, worked.project_gid
) = 1

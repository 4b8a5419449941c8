/*
One row per person and project with tasks assigned, open ones and those completed in the last 180 days.
grain: person_gid, project_gid
*/
select
  assignee_gid as person_gid,
  project_gid,
  count(*) filter (where not is_completed) as number_of_open_tasks,
  count(*) as number_of_tasks
from marts.tasks
where assignee_gid is not null
  and project_gid is not null
  and not is_own
  and not is_deleted
  and (not is_completed or completed_at >= getvariable('as_of')::timestamp - interval 180 day)
group by assignee_gid, project_gid

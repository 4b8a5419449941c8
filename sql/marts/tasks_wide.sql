/*
One row per task that people work on, with names beside gids; what Plimsoll made and what is gone is left out. For spreadsheets and
first questions.
grain: task_gid
*/
with tags as (
  select task_gid, list(tag_name order by tag_name) filter (where tag_name is not null) as tags
  from marts.task_tags
  group by task_gid
)

select
  tasks.task_gid,
  tasks.name,
  projects.name as project_name,
  tasks.section_name,
  projects.client,
  projects.type as project_type,
  teams.name as team_name,
  assignees.name as assignee_name,
  creators.name as created_by_name,
  parents.name as parent_name,
  tasks.priority,
  coalesce(tags.tags, []::varchar[]) as tags,
  tasks.skills,
  tasks.is_completed,
  tasks.is_milestone,
  not tasks.is_completed and coalesce(tasks.due_on < getvariable('as_of'), false) as is_overdue,
  local_date(tasks.created_at) as created_on,
  local_date(tasks.completed_at) as completed_on,
  tasks.start_on,
  tasks.due_on,
  tasks.days_open,
  tasks.estimate_hours,
  tasks.actual_hours,
  tasks.variance_hours,
  forecasts.adjusted_estimate_hours,
  tasks.story_points,
  tasks.project_gid,
  tasks.assignee_gid,
  tasks.parent_gid,
  tasks.permalink_url
from marts.tasks as tasks
left join marts.projects as projects on projects.project_gid = tasks.project_gid
left join marts.teams as teams on teams.team_gid = projects.team_gid
left join marts.people as assignees on assignees.person_gid = tasks.assignee_gid
left join marts.people as creators on creators.person_gid = tasks.created_by_gid
left join marts.tasks as parents on parents.task_gid = tasks.parent_gid
left join marts.task_forecasts as forecasts on forecasts.task_gid = tasks.task_gid
left join tags on tags.task_gid = tasks.task_gid
where not tasks.is_own and not tasks.is_deleted

/*
One row per project, archived ones included.
grain: project_gid
warn: due_on is null or due_on < date '2100-01-01'
warn: owner_gid is not null
*/
with fields as (
  select
    parsed.object_gid as project_gid,
    arg_min(parsed.text_value, roles.position) filter (where roles.role = 'client' and parsed.text_value is not null) as client,
    arg_min(parsed.text_value, roles.position) filter (where roles.role = 'type' and parsed.text_value is not null) as type,
    arg_min(parsed.number_value * roles.factor, roles.position) filter (
      where roles.role = 'budget' and parsed.number_value >= 0
    ) as budget_hours
  from intermediate.int_object_fields_parsed as parsed
  inner join intermediate.int_field_roles as roles on roles.field_gid = parsed.field_gid
  where parsed.object_type = 'project'
  group by parsed.object_gid
),

first_portfolios as (
  select items.item_gid as project_gid, arg_min(portfolios.name, portfolios.portfolio_gid) as name
  from staging.stg_portfolio_items as items
  inner join staging.stg_portfolios as portfolios on portfolios.portfolio_gid = items.portfolio_gid
  where items.deleted_at is null and portfolios.deleted_at is null
  group by items.item_gid
),

budgets as (
  select
    project_gid,
    sum(budget_hours) as budget_hours,
    sum(budget_amount) as budget_amount,
    min(currency) filter (where budget_amount is not null) as currency
  from marts.budgets
  group by project_gid
)

select
  projects.project_gid,
  projects.name,
  projects.owner_gid,
  teamed.team_gid,
  fields.client,
  coalesce(fields.type, first_portfolios.name) as type,
  coalesce(projects.is_archived, false) as is_archived,
  coalesce(projects.is_completed, false) as is_completed,
  projects.start_on,
  projects.due_on,
  projects.created_at,
  coalesce(budgets.budget_hours, as_hours(fields.budget_hours)) as budget_hours,
  budgets.budget_amount,
  budgets.currency,
  projects.permalink_url,
  projects.created_from_template_gid,
  managed.object_gid is not null as is_own,
  projects.deleted_at is not null as is_deleted
from staging.stg_projects as projects
left join intermediate.int_projects_teamed as teamed on teamed.project_gid = projects.project_gid
left join fields on fields.project_gid = projects.project_gid
left join first_portfolios on first_portfolios.project_gid = projects.project_gid
left join budgets on budgets.project_gid = projects.project_gid
left join intermediate.int_objects_managed as managed
  on managed.object_gid = projects.project_gid and managed.object_type = 'project'

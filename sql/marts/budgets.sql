/*
One row per project budget.
grain: budget_gid
*/
select
  budget_gid,
  project_gid,
  budget_type,
  case when budget_type = 'time' then as_hours(total_value / 60) end as budget_hours,
  case when budget_type = 'cost' and abs(total_value) < 1e12 then total_value::decimal(18, 2) end as budget_amount,
  currency_code as currency,
  case when budget_type = 'time' then as_hours(actual_value / 60) end as actual_hours,
  case when budget_type = 'cost' and abs(actual_value) < 1e12 then actual_value::decimal(18, 2) end as actual_amount
from staging.stg_budgets
where deleted_at is null

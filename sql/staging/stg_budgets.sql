/*
One row per project budget; values of time budgets are minutes.
grain: budget_gid
*/
select
  gid as budget_gid,
  project_gid,
  budget_type,
  estimate_value,
  actual_value,
  total_value,
  currency_code,
  _deleted_at as deleted_at
from source.budgets

/*
One row per hourly rate of a person or placeholder in a project.
grain: rate_gid
*/
select
  gid as rate_gid,
  project_gid,
  resource_gid as person_gid,
  rate as rate_amount,
  currency_code,
  _deleted_at as deleted_at
from source.rates

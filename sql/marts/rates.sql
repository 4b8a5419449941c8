/*
One row per project and person (or role placeholder) with an hourly rate.
grain: rate_gid
*/
select
  rate_gid,
  project_gid,
  person_gid,
  case when abs(rate_amount) < 1e12 then rate_amount::decimal(18, 2) end as rate_amount,
  currency_code as currency
from staging.stg_rates
where deleted_at is null

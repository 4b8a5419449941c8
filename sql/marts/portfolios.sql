/*
One row per portfolio that the token may see.
grain: portfolio_gid
*/
select
  portfolio_gid,
  name,
  owner_gid
from staging.stg_portfolios
where deleted_at is null

/*
One row per portfolio that the token may see.
grain: portfolio_gid
*/
select
  gid as portfolio_gid,
  name,
  owner_gid,
  archived as is_archived,
  start_on,
  due_on,
  _deleted_at as deleted_at
from source.portfolios

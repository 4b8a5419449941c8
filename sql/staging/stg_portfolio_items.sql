/*
One row per item (project or portfolio) of a portfolio.
grain: portfolio_item_gid
*/
select
  gid as portfolio_item_gid,
  portfolio_gid,
  item_gid,
  item_type,
  _deleted_at as deleted_at
from source.portfolio_items

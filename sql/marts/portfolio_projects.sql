/*
One row per portfolio and project in it, nested portfolios resolved (each pair once, so that a circle of portfolios ends).
grain: portfolio_gid, project_gid
*/
with recursive items as (
  select portfolio_gid, item_gid, item_type from staging.stg_portfolio_items where deleted_at is null
),

reached (portfolio_gid, item_gid, item_type) as (
  select portfolio_gid, item_gid, item_type from items
  union
  select reached.portfolio_gid, items.item_gid, items.item_type
  from reached
  inner join items on items.portfolio_gid = reached.item_gid
)

select distinct
  portfolio_gid,
  item_gid as project_gid
from reached
where item_type = 'project'

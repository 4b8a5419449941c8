/*
One row per time tracking category.
grain: category_gid
*/
select
  gid as category_gid,
  name,
  _deleted_at as deleted_at
from source.time_tracking_categories

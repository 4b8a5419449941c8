/*
One row per resource read from Asana and its state after the last run that touched it.
grain: source
*/
select
  source,
  state,
  detail,
  number_of_rows,
  number_of_requests,
  read_at,
  asana_says,
  warehouse_says,
  is_explained
from staging.stg_sources
qualify row_number() over (partition by source order by seq desc) = 1

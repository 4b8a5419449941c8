/*
One row per run whose data this release holds; the last is this release's own.
grain: run_id
*/
with this as (
  select * from source.this_run
),

earlier as (
  select refreshes.*
  from staging.stg_refreshes as refreshes
  anti join this on this.run_id = refreshes.run_id
  where refreshes.stages like '%extract%'
),

latest as (
  select max(coalesce(data_as_of_at, started_at)) as data_as_of_at
  from staging.stg_refreshes
  where stages like '%extract%' and seq = (select max(seq) from staging.stg_refreshes where stages like '%extract%')
)

select
  run_id,
  seq,
  as_of_on,
  coalesce(data_as_of_at, started_at) as data_as_of_at,
  started_at,
  null as schema_version,
  null as model_version,
  time_zone,
  false as is_this_release
from earlier
union all
select
  this.run_id,
  this.seq,
  this.as_of_on,
  coalesce(latest.data_as_of_at, this.started_at) as data_as_of_at,
  this.started_at,
  this.schema_version,
  this.model_version,
  this.time_zone,
  true as is_this_release
from this
cross join latest

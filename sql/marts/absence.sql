/*
One row per absence entry (out of office) of a person, both days included.
grain: absence_gid
warn: end_on >= start_on
*/
select
  absence_gid,
  person_gid,
  start_on,
  end_on
from staging.stg_absence
where deleted_at is null

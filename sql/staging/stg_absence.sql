/*
One row per out-of-office entry, both days included.
grain: absence_gid
*/
select
  gid as absence_gid,
  user_gid as person_gid,
  start_date as start_on,
  end_date as end_on,
  _deleted_at as deleted_at
from source.absence

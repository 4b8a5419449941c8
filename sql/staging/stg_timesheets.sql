/*
One row per person and period with a timesheet, and its approval.
grain: timesheet_gid
*/
select
  gid as timesheet_gid,
  user_gid as person_gid,
  start_date as start_on,
  end_date as end_on,
  approval_status,
  _deleted_at as deleted_at
from source.timesheet_approval_statuses

/*
Macros that read tables; made in a release only, when its tables exist.
*/
-- The as-of date of a release.
create or replace macro as_of() as (select max(as_of_on) from meta.refreshes where is_this_release);
-- Tasks as they were known at the last release up to a day (for days before the first night: as inferred for the end of that day).
create or replace macro task_asof(day) as table
  select * exclude (known_until) from (
    select history.*, coalesce(
      (select max(data_as_of_at) from meta.refreshes where as_of_on <= day), day::timestamp + interval 1 day) as known_until
    from marts.task_history as history
  )
  where valid_from <= known_until and (valid_to is null or valid_to > known_until);

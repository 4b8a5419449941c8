/*
Shared expressions. A release carries them too, with the variables of its run filled in; they name schemas but no catalog,
so that `attach … ; use …` is enough in an analyst's shell.
*/
-- First day of the week that a day lies in.
create or replace macro week_start(day) as (day - ((isodow(day) - getvariable('week_starts_isodow') + 7) % 7)::int);
-- Day of an instant (UTC) in the configured time zone.
create or replace macro local_date(instant) as ((instant at time zone 'UTC') at time zone getvariable('time_zone'))::date;
-- Working days (Monday to Friday) from one day to another, both included; 0 where the second lies before the first.
create or replace macro working_days(first_day, last_day) as
  case when last_day < first_day then 0
  else 5 * ((last_day - first_day + isodow(first_day) - isodow(last_day)) // 7) + least(isodow(last_day), 5) - least(isodow(first_day) - 1, 5) end;
-- A number of hours as a decimal; null where it is negative, not finite or beyond any calendar.
create or replace macro as_hours(number_of_hours) as
  case when number_of_hours between 0 and 1e12 then cast(number_of_hours as decimal(18, 4)) end;
-- The array of custom fields on a row as a list of structs; what is missing or of another type becomes null.
create or replace macro parse_fields(custom_fields) as json_transform(custom_fields, '[{"gid": "VARCHAR", "name": "VARCHAR",
  "resource_subtype": "VARCHAR", "number_value": "DOUBLE", "text_value": "VARCHAR", "enum_value": {"gid": "VARCHAR", "name": "VARCHAR"},
  "multi_enum_values": [{"gid": "VARCHAR", "name": "VARCHAR"}], "date_value": {"date": "VARCHAR", "date_time": "VARCHAR"},
  "people_value": [{"gid": "VARCHAR", "name": "VARCHAR"}], "reference_value": [{"gid": "VARCHAR", "name": "VARCHAR"}],
  "display_value": "VARCHAR"}]');

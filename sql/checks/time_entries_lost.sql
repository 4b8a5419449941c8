/*
Time entries that were read but are missing from marts.time_entries.
table: marts.time_entries
blocking: yes
*/
select entry_gid from staging.stg_time_entries where deleted_at is null
except
select entry_gid from marts.time_entries

/*
One row per object in Asana that Plimsoll made, whatever its keys. The type counts: a ledger may keep the gid of a person's project
for what was attached to it.
grain: object_type, object_gid
*/
select
  object_type,
  object_gid
from staging.stg_managed_objects
where object_gid is not null
group by object_type, object_gid

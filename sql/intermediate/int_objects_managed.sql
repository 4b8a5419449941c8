/*
One row per object in Asana that Plimsoll made, whatever its keys.
grain: object_gid
*/
select
  object_gid,
  min(object_type) as object_type
from staging.stg_managed_objects
where object_gid is not null
group by object_gid

/*
One row per status update of a project, portfolio or goal.
grain: status_update_gid
*/
select
  updates.status_update_gid,
  updates.parent_gid,
  updates.title,
  updates.status_type,
  updates.author_gid,
  updates.created_at,
  managed.object_gid is not null as is_own
from staging.stg_status_updates as updates
left join intermediate.int_objects_managed as managed
  on managed.object_gid = updates.status_update_gid and managed.object_type = 'status_update'
where updates.deleted_at is null

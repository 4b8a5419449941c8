/*
One row per attachment of a task; only where extract.attachments is on.
grain: attachment_gid
*/
select
  gid as attachment_gid,
  task_gid,
  name,
  resource_subtype,
  size as size_bytes,
  host,
  created_at,
  _deleted_at as deleted_at
from source.attachments

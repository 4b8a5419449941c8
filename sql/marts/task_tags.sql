/*
One row per task and tag.
grain: task_gid, tag_gid
*/
with pairs as (
  select distinct task_gid, unnest(tag_gids) as tag_gid from staging.stg_tasks
)

select
  pairs.task_gid,
  pairs.tag_gid,
  tags.name as tag_name
from pairs
left join staging.stg_tags as tags on tags.tag_gid = pairs.tag_gid
where pairs.tag_gid is not null

/*
One row per task and version of its tracked columns: as the nights saw it (observed); before the first of them as its stories tell
(replayed), where they are read, else from its creation and completion alone (inferred).
grain: task_gid, valid_from
check: valid_to is null or valid_to > valid_from
*/
with observed as (
  -- A night notices what has gone at its end, and knows it as of its beginning, like everything else that it saw.
  select *, known_at as valid_from, deleted_at is not null as is_deleted, 'observed' as source, 1 as rank
  from intermediate.int_task_versions_tracked
),

replayed as (
  select task_gid, valid_from, assignee_gid, due_on, estimate_hours, section_name, project_gids, is_completed,
    false as is_deleted, 'replayed' as source, 0 as rank, 0 as from_seq
  from intermediate.int_task_states_replayed
),

inferred as (
  select * replace (is_completed and coalesce(completed_at <= created_at, true) as is_completed),
    created_at as valid_from, false as is_deleted, 'inferred' as source, 0 as rank
  from intermediate.int_task_versions_tracked
  where is_first and created_at < known_at and task_gid not in (select task_gid from replayed)
  union all by name
  select *, completed_at as valid_from, false as is_deleted, 'inferred' as source, 0 as rank
  from intermediate.int_task_versions_tracked
  where is_first and is_completed and completed_at > created_at and completed_at < known_at
    and task_gid not in (select task_gid from replayed)
),

chained as (
  select *, hash(assignee_gid, due_on, estimate_hours, section_name, project_gids, is_completed, is_deleted, source) as state
  from (select * from observed union all by name select * from inferred union all by name select * from replayed)
  qualify row_number() over (partition by task_gid, valid_from order by rank desc, from_seq desc) = 1
),

changed as (
  select * from chained
  qualify state is distinct from lag(state) over (partition by task_gid order by valid_from)
)

select
  task_gid,
  valid_from,
  lead(valid_from) over (partition by task_gid order by valid_from) as valid_to,
  assignee_gid,
  due_on,
  estimate_hours,
  section_name,
  project_gids,
  is_completed,
  is_deleted,
  source
from changed

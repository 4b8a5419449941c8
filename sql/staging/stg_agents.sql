/*
One row per teammate that is a program and not a person.
grain: agent_gid
*/
select
  gid as agent_gid,
  name,
  resource_subtype,
  _deleted_at as deleted_at
from source.agents

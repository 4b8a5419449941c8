/*
The base of every scenario: team and quarter, as the release forecasts it. Other plans stand beside it with their own name.
grain: scenario, team_gid, quarter_start_on
*/
select
  'base' as scenario,
  team_gid,
  quarter_start_on,
  quarter,
  demand_fte_p10,
  demand_fte_p50,
  demand_fte_p80,
  demand_fte_p90,
  supply_fte_p10,
  supply_fte_p50,
  supply_fte_p80,
  supply_fte_p90,
  gap_fte_p10,
  gap_fte_p50,
  gap_fte_p80,
  gap_fte_p90,
  shortage_probability,
  top_driver,
  open_requisition_by_on,
  assumed,
  method,
  n,
  as_of_on,
  status,
  unlocks
from marts.headcount_projection

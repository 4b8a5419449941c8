/*
People's weeks ahead whose assigned hours in marts.workload_weekly do not add up to those of marts.capacity_weekly.
table: marts.workload_weekly
*/
with summed as (
  select person_gid, week_start_on, sum(assigned_hours) as hours
  from marts.workload_weekly
  group by person_gid, week_start_on
)

select capacity.person_gid
from marts.capacity_weekly as capacity
left join summed on summed.person_gid = capacity.person_gid and summed.week_start_on = capacity.week_start_on
where capacity.is_future and abs(coalesce(summed.hours, 0) - coalesce(capacity.assigned_hours, 0)) > 0.01

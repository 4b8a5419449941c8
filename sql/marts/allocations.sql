/*
One row per capacity plan entry (allocation) of a person to a project, both days included.
grain: allocation_gid
warn: end_on >= start_on
*/
select
  allocations.allocation_gid,
  allocations.person_gid,
  allocations.project_gid,
  allocations.start_on,
  allocations.end_on,
  case allocations.effort_type
    when 'hours' then as_hours(allocations.effort_value)
    when 'percent' then as_hours(
      allocations.effort_value / 100
      * coalesce(people.weekly_capacity_hours::double, settings.default_weekly_capacity_hours)
    )
  end as hours_per_week,
  allocations.effort_type,
  case when isfinite(allocations.effort_value) then allocations.effort_value end as effort_value
from staging.stg_allocations as allocations
cross join staging.stg_settings as settings
left join marts.people as people on people.person_gid = allocations.person_gid
where allocations.deleted_at is null

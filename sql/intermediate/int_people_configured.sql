/*
One row per person that the config or the people file describes, resolved to the gid.
grain: person_gid
*/
with resolved as (
  select
    known.person_gid,
    config.* exclude (person, manager),
    coalesce(managers.person_gid, case when regexp_full_match(config.manager, '\d+') then config.manager end) as manager_gid
  from staging.stg_config_people as config
  inner join (
    select known.person_gid, users.name, users.email
    from intermediate.int_people_known as known
    left join staging.stg_users as users on users.person_gid = known.person_gid
  ) as known
    on config.person = known.person_gid
    or lower(config.person) = lower(known.email)
    or lower(config.person) = lower(known.name)
  left join staging.stg_users as managers
    on config.manager = managers.person_gid
    or lower(config.manager) = lower(managers.email)
    or lower(config.manager) = lower(managers.name)
)

select
  person_gid,
  max(weekly_capacity_hours) as weekly_capacity_hours,
  min(manager_gid) as manager_gid,
  min(starts_on) as starts_on,
  max(ends_on) as ends_on,
  min(role) as role,
  list_sort(list_distinct(flatten(list(skills) filter (where skills is not null)))) as skills
from resolved
group by person_gid

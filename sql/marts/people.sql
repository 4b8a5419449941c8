/*
One row per person who is, or was, a member of the workspace. Names are attributes; the gid is the key.
grain: person_gid
check: weekly_capacity_hours between 0 and 168
check: capacity_source in ('field', 'config', 'assumed')
*/
with memberships as (
  select
    person_gid,
    bool_or(coalesce(is_active, true) and deleted_at is null) as is_active,
    bool_and(coalesce(is_guest, false)) as is_guest,
    min(created_at) as created_at
  from staging.stg_workspace_memberships
  group by person_gid
),

first_entries as (
  select person_gid, min(entered_on) as entered_on
  from staging.stg_time_entries
  where deleted_at is null
  group by person_gid
)

select
  known.person_gid,
  coalesce(users.name, 'Former member') as name,
  users.email,
  coalesce(fielded.manager_gid, configured.manager_gid, owned.manager_gid) as manager_gid,
  case
    when fielded.manager_gid is not null then 'field'
    when configured.manager_gid is not null then 'config'
    when owned.manager_gid is not null then 'project_owner'
  end as manager_source,
  homed.team_gid as home_team_gid,
  coalesce(
    as_hours(fielded.weekly_capacity_hours),
    as_hours(configured.weekly_capacity_hours),
    as_hours(settings.default_weekly_capacity_hours)
  ) as weekly_capacity_hours,
  case
    when fielded.weekly_capacity_hours is not null then 'field'
    when configured.weekly_capacity_hours is not null then 'config'
    else 'assumed'
  end as capacity_source,
  coalesce(fielded.skills, configured.skills, []::varchar[]) as skills,
  configured.role,
  coalesce(configured.starts_on, least(local_date(memberships.created_at), first_entries.entered_on)) as started_on,
  configured.ends_on,
  known.is_listed
    and users.deleted_at is null
    and coalesce(memberships.is_active, users.person_gid is not null)
    and coalesce(configured.ends_on >= getvariable('as_of'), true) as is_active,
  coalesce(memberships.is_guest, false) as is_guest
from intermediate.int_people_known as known
cross join staging.stg_settings as settings
left join staging.stg_users as users on users.person_gid = known.person_gid
left join memberships on memberships.person_gid = known.person_gid
left join first_entries on first_entries.person_gid = known.person_gid
left join intermediate.int_people_fielded as fielded on fielded.person_gid = known.person_gid
left join intermediate.int_people_configured as configured on configured.person_gid = known.person_gid
left join intermediate.int_people_owned as owned on owned.person_gid = known.person_gid
left join intermediate.int_people_homed as homed on homed.person_gid = known.person_gid

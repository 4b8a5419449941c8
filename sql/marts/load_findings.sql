/*
One row per person whose load over four weeks ahead is likely too high (a risk of burning out) or surely low (room to take work
over). The weeks are those of the first to the last such window; what came before stands beside it.
grain: person_gid, finding
check: finding in ('sustained_overload', 'sustained_room')
check: to_on >= from_on + 27
*/
with windows as (
  select
    person_gid,
    sustained,
    min(week_start_on) as from_on,
    max(week_start_on) + 27 as to_on,
    max(case sustained when 'overload' then overload_4w_probability else room_4w_probability end) as probability,
    max(severe_4w_probability) as severe_probability
  from marts.capacity_weekly
  where is_future and sustained is not null
  group by person_gid, sustained
),

before as (
  select
    person_gid,
    count(*) filter (where load_status = 'overloaded') as overloaded,
    count(*) filter (where load_status = 'underutilized') as underutilized,
    count(*) as weeks
  from marts.capacity_weekly
  where not is_future and capacity_hours > 0
  group by person_gid
),

loaded as (
  select
    windows.*,
    sum(weekly.capacity_hours) as capacity_hours,
    sum(weekly.load_mean) as load_hours,
    max(weekly.as_of_on) as as_of_on
  from windows
  inner join marts.capacity_weekly as weekly
    on weekly.person_gid = windows.person_gid and weekly.week_start_on between windows.from_on and windows.to_on
  group by all
)

select
  loaded.person_gid,
  'sustained_' || loaded.sustained as finding,
  loaded.from_on,
  loaded.to_on,
  loaded.probability,
  loaded.severe_probability,
  loaded.capacity_hours,
  loaded.load_hours,
  loaded.load_hours - loaded.capacity_hours as excess_hours,
  loaded.load_hours::double / nullif(loaded.capacity_hours, 0)::double as utilization,
  coalesce(case loaded.sustained when 'overload' then before.overloaded else before.underutilized end, 0) as number_of_weeks_before,
  coalesce(before.weeks, 0) as n,
  format(
    '{} h of work for {} h of capacity from {} to {}; {} of the {} weeks before were {}.',
    round(loaded.load_hours)::bigint,
    round(loaded.capacity_hours)::bigint,
    loaded.from_on,
    loaded.to_on,
    coalesce(case loaded.sustained when 'overload' then before.overloaded else before.underutilized end, 0),
    coalesce(before.weeks, 0),
    case loaded.sustained when 'overload' then 'overloaded' else 'underutilized' end
  ) as reason,
  loaded.as_of_on
from loaded
left join before on before.person_gid = loaded.person_gid

/*
One row per team (and all teams together) and horizon, with how many warnings of overload came true and how many overloads
nobody was warned of. Shares are left out under 10 warnings or overloads.
grain: team_gid, horizon
check: number_came_true <= number_warned
check: number_logged_over <= number_came_true
*/
with counted as (
  select
    case when grouping(team_gid) = 1 then 'all' else coalesce(team_gid, 'none') end as team_gid,
    coalesce(cast(horizon_weeks as varchar), 'all') as horizon,
    count(*) as n,
    count(*) filter (where hindcast) as number_replayed,
    count(*) filter (where is_warned) as number_warned,
    count(*) filter (where is_warned and came_true) as number_came_true,
    count(*) filter (where is_warned and is_logged_over) as number_logged_over,
    count(*) filter (where came_true) as number_overloaded,
    count(*) filter (where came_true and not is_warned) as number_missed,
    avg(overload_probability) as mean_probability,
    avg(came_true::int) as share_overloaded,
    avg(brier) as brier
  from marts.alert_scores
  group by grouping sets ((team_gid, horizon_weeks), (team_gid), (horizon_weeks), ())
  having count(*) > 0
)

select
  team_gid,
  horizon,
  n,
  number_replayed,
  number_warned,
  number_came_true,
  number_logged_over,
  number_overloaded,
  number_missed,
  case when number_warned >= 10 then number_came_true / number_warned end as share_came_true,
  case when number_overloaded >= 10 then 1 - number_missed / number_overloaded end as share_warned,
  mean_probability,
  share_overloaded,
  brier
from counted

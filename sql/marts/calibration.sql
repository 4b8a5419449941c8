/*
One row per kind of forecast and horizon, with how its 80 % intervals held so far.
grain: kind, horizon
*/
with scored as (
  select s.kind, s.horizon_weeks, s.is_inside_80, s.is_below_p50, s.pinball, s.hindcast, f.p10, f.p50, f.p90
  from marts.forecast_scores s join marts.forecasts f using (forecast_id)
)
select
  kind,
  coalesce(cast(horizon_weeks as varchar), 'all') as horizon,
  count(*) as n,
  count(*) filter (hindcast) as number_replayed,
  avg(cast(is_inside_80 as integer)) as coverage,
  avg(cast(is_below_p50 as integer)) as share_below_p50,
  median((p90 - p10) / nullif(p50, 0)) as sharpness,
  avg(pinball) as pinball,
  case
    when count(*) < 100 then 'too few'
    when avg(cast(is_inside_80 as integer)) < 0.76 then 'too narrow'
    when avg(cast(is_inside_80 as integer)) > 0.84 then 'too wide'
    else 'held'
  end as verdict
from scored
group by grouping sets ((kind), (kind, horizon_weeks))
having grouping(horizon_weeks) = 1 or horizon_weeks is not null
order by kind, horizon

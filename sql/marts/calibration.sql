/*
One row per kind of forecast, horizon and team (the subject's own, a person's home team, a task's assignee's), with how its 80 %
intervals held so far.
grain: kind, horizon, team_gid
*/
with scored as (
  select
    s.kind, s.horizon_weeks, s.is_inside_80, s.is_below_p50, s.pinball, s.hindcast, f.p10, f.p50, f.p90,
    case f.subject_type
      when 'team' then f.subject_gid
      when 'person' then p.home_team_gid
      when 'project' then j.team_gid
      when 'task' then coalesce(a.home_team_gid, o.team_gid)
    end as team_gid
  from marts.forecast_scores s
  join marts.forecasts f using (forecast_id)
  left join marts.people p on f.subject_type = 'person' and p.person_gid = f.subject_gid
  left join marts.projects j on f.subject_type = 'project' and j.project_gid = f.subject_gid
  left join marts.tasks t on f.subject_type = 'task' and t.task_gid = f.subject_gid
  left join marts.people a on a.person_gid = t.assignee_gid
  left join marts.projects o on o.project_gid = t.project_gid
)
select
  kind,
  coalesce(cast(horizon_weeks as varchar), 'all') as horizon,
  coalesce(team_gid, 'all') as team_gid,
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
group by grouping sets ((kind), (kind, horizon_weeks), (kind, team_gid), (kind, horizon_weeks, team_gid))
having (grouping(horizon_weeks) = 1 or horizon_weeks is not null) and (grouping(team_gid) = 1 or team_gid is not null)
order by kind, horizon, team_gid

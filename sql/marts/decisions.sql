/*
One row per decision of a person: a proposal approved or rejected, a flag confirmed or corrected, a question answered, and a
forecast in a field that was typed over, with the forecast of that day and what really happened.
grain: decision_key
check: decision is not null and decided_on is not null
check: kind = 'override' or subject_id <> ''
*/
with written as (
  select write_id, key, action, object_gid, new_value, approved_by_gid, run_id, coalesce(finished_at, intended_at) as "at"
  from staging.stg_writes
  where state = 'done'
),

asked as (
  select key, min(local_date("at")) as asked_on, arg_min(json_extract_string(new_value, '$.name'), "at") as title
  from written
  where action = 'create' and regexp_matches(key, '^(review|anomaly):[^:]+$|^held:')
  group by key
),

carried_out as (
  select regexp_extract(key, '^(review:[^:]+):', 1) as key, max(approved_by_gid) as approved_by_gid
  from written
  where action <> 'undo' and regexp_matches(key, '^review:[^:]+:[^:]+:')
  group by all
),

settled as (
  select
    substr(key, length('settled:') + 1) as key,
    arg_max(coalesce(json_extract_string(new_value, '$.decision'), 'approved'), ("at", write_id)) as decision,
    arg_max(approved_by_gid, ("at", write_id)) as decided_by_gid,
    arg_max(run_id, ("at", write_id)) as run_id,
    local_date(max("at")) as decided_on
  from written
  where action <> 'undo' and starts_with(key, 'settled:')
  group by all
),

answers as (
  select
    settled.key as decision_key,
    case
      when starts_with(settled.key, 'review:') then 'recommendation'
      when starts_with(settled.key, 'anomaly:') then 'anomaly'
      else 'question'
    end as kind,
    regexp_extract(settled.key, ':(.*)$', 1) as subject_id,
    asked.title,
    asked.asked_on,
    settled.decision,
    settled.decided_on,
    coalesce(carried_out.approved_by_gid, settled.decided_by_gid) as decided_by_gid,
    settled.run_id,
    case when settled.decision = 'approved' then carried_out.key is not null end as is_applied
  from settled
  left join asked on asked.key = settled.key
  left join carried_out on carried_out.key = settled.key
),

typed as (
  select
    held.key,
    held.name,
    local_date(held.seen_at) as decided_on,
    held.value ->> '$' as person_value,
    case when held.state = 'handed_back' then 'handed_back' else 'overridden' end as decision,
    regexp_extract(held.key, '(\d+)$', 1) as subject_gid,
    fields.kind,
    fields.quantile,
    max(written."at") as told_at,
    arg_max(json_extract_string(written.new_value, '$.' || held.name), ("at", write_id)) as told_value
  from staging.stg_held_values as held
  left join (
    values
    ('task_adjusted_estimate', 'task_hours', 'p50'),
    ('task_p80', 'task_hours', 'p80'),
    ('project_p50', 'project_completion', 'p50'),
    ('project_p85', 'project_completion', 'p85')
  ) as fields (name, kind, quantile) on fields.name = held.name
  left join written
    on written.key = held.key and written."at" <= held.seen_at
    and json_extract_string(written.new_value, '$.' || held.name) is not null
  group by all
),

forecast_then as (
  select
    typed.key,
    typed.name,
    max(forecasts.made_on) as made_on,
    arg_max(forecasts.forecast_id, (forecasts.made_on, forecasts.forecast_id)) as forecast_id,
    arg_max(
      case typed.quantile when 'p50' then forecasts.p50 when 'p80' then forecasts.p80 else forecasts.p85 end,
      (forecasts.made_on, forecasts.forecast_id)
    ) as forecast_value
  from typed
  inner join marts.forecasts as forecasts
    on forecasts.kind = typed.kind and forecasts.subject_gid = typed.subject_gid and not forecasts.hindcast
    and forecasts.made_on <= least(typed.decided_on, coalesce(local_date(typed.told_at), typed.decided_on))
  group by typed.key, typed.name
),

overrides as (
  select
    'override:' || typed.key || ':' || typed.name as decision_key,
    'override' as kind,
    typed.subject_gid as subject_id,
    typed.decision,
    typed.decided_on,
    typed.name as field,
    typed.told_value,
    typed.person_value,
    forecast_then.forecast_id,
    forecast_then.forecast_value,
    case typed.kind
      when 'task_hours' then try_cast(typed.person_value as double)
      when 'project_completion' then cast(date_diff('day', forecast_then.made_on, try_cast(typed.person_value as date)) as double)
    end as person_said,
    scores.actual
  from typed
  left join forecast_then on forecast_then.key = typed.key and forecast_then.name = typed.name
  left join marts.forecast_scores as scores on scores.forecast_id = forecast_then.forecast_id
)

select
  decision_key,
  kind,
  subject_id,
  title,
  asked_on,
  decision,
  decided_on,
  decided_by_gid,
  run_id,
  is_applied,
  field,
  told_value,
  person_value,
  forecast_id,
  forecast_value,
  person_said,
  actual
from (from answers union all by name from overrides)

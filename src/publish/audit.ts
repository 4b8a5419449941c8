import type { Ledger } from "./ledger.ts";

export const auditKinds = ["forecast", "write", "proposal", "approval", "undo", "model_call", "mail"] as const;
export type AuditKind = (typeof auditKinds)[number];

export interface AuditFilter {
  readonly kind?: AuditKind | undefined;
  readonly run?: string | undefined;
  /** Gid of the project, task or person concerned. */
  readonly subject?: string | undefined;
  /** Days, YYYY-MM-DD, both included. */
  readonly since?: string | undefined;
  readonly until?: string | undefined;
  /** Newest rows, 1,000 unless told. */
  readonly limit?: number | undefined;
}

/** One line of the audit: what happened when, in which run, to what, why, and on whose word. */
export interface AuditRow {
  readonly at: string;
  readonly kind: AuditKind;
  readonly run_id: string;
  readonly subject_type: string;
  readonly subject_gid: string | null;
  readonly what: string;
  readonly why: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly result: string;
  readonly approved_by_gid: string | null;
  /** Hash of the inputs behind a forecast; for a write, behind the forecasts of its release about the same subject. */
  readonly inputs_hash: string | null;
  /** Kinds of those forecasts, and the run of the release that they lie in. */
  readonly forecasts: string | null;
  readonly release_run_id: string | null;
}

const defaultLimit = 1_000;

/** Project, task or person that a key of a write is about. */
const subjectOfKey = `nullif(regexp_extract(w.key, '^(?:values:)?(?:project|task|portfolio|user|person|status|weekly|held|alert:\\w+|review:[^:]+|alert-comment:\\w+):(\\d+)', 1), '')`;

/** Published forecasts, writes, proposals with their fates, approvals, undos, calls of a narrator and mails, newest first. Forecasts replayed over old history are left out. */
export async function audit(ledger: Ledger, filter: AuditFilter = {}): Promise<AuditRow[]> {
  const limit = Math.max(1, Math.trunc(filter.limit ?? defaultLimit));
  return ledger.rows<AuditRow>(
    `
    with started as (select run_id, min(started_at) as started_at from ledger.refreshes group by run_id),
    made as (
      select
        coalesce(s.started_at, cast(f.made_on as timestamp)) as "at", 'forecast' as kind, f.run_id, f.subject_type, f.subject_gid,
        f.kind || coalesce(' for ' || cast(f.target_on as varchar), '') as what, f.method as why, null as before,
        cast(to_json({'p10': f.p10, 'p50': f.p50, 'p80': f.p80, 'p90': f.p90, 'mean': f.mean, 'unit': f.unit}) as varchar) as after,
        'made by ' || coalesce(f.model_version, 'an unknown model') as result, null as approved_by_gid, f.inputs_hash
      from ledger.forecasts as f left join started as s using (run_id)
      where not f.hindcast
    ),
    behind as (
      select
        run_id as release_run_id, subject_gid as about_gid, min(inputs_hash) as inputs_hash,
        string_agg(distinct kind, ', ' order by kind) as forecasts
      from ledger.forecasts where not hindcast group by all
    ),
    undone as (select run_id, min(intended_at) as undone_at from ledger.writes group by run_id),
    listed as (
      select w.*, coalesce(${subjectOfKey}, w.object_gid) as about_gid, regexp_extract(w.error, 'taken back by run (\\S+)', 1) as undone_by,
        unnest(case
          when w.action = 'decision' then ['approval'] when w.state = 'undone' then ['write', 'undo']
          when w.approved_by_gid is not null then ['approval', 'write'] else ['write'] end) as kind
      from ledger.writes as w
    ),
    written as (
      select
        case w.kind when 'undo' then coalesce(u.undone_at, w.finished_at) else coalesce(w.finished_at, w.intended_at) end as "at",
        w.kind, case w.kind when 'undo' then coalesce(nullif(w.undone_by, ''), w.run_id) else w.run_id end as run_id, w.object_type as subject_type, w.object_gid as subject_gid, w.about_gid, w.action || ' ' || w.key as what, w.why,
        cast(w.old_value as varchar) as before, cast(w.new_value as varchar) as after,
        w.state || coalesce(': ' || w.error, '') as result, w.approved_by_gid, b.inputs_hash, b.forecasts,
        coalesce(w.release_run_id, w.run_id) as release_run_id
      from listed as w
      left join undone as u on u.run_id = w.undone_by
      left join behind as b on b.release_run_id = coalesce(w.release_run_id, w.run_id) and b.about_gid = w.about_gid
    ),
    answered as (
      select substr(key, length('settled:') + 1) as key, max(coalesce(finished_at, intended_at)) as answered_at,
        arg_max(coalesce(json_extract_string(new_value, '$.decision'), json_extract_string(new_value, '$.text')), seq) as answer,
        arg_max(approved_by_gid, seq) as answered_by
      from ledger.writes where starts_with(key, 'settled:') and state = 'done' group by all
    ),
    carried as (
      select regexp_extract(key, '^(review:[^:]+):', 1) as key, max(approved_by_gid) as approved_by_gid
      from ledger.writes where state = 'done' and regexp_matches(key, '^review:[^:]+:') group by all
    ),
    proposed as (
      select
        coalesce(w.finished_at, w.intended_at) as "at", 'proposal' as kind, w.run_id, w.object_type as subject_type,
        w.object_gid as subject_gid, json_extract_string(w.new_value, '$.name') as what,
        'asked of ' || coalesce(json_extract_string(w.new_value, '$.assignee'), 'the members of the review project') as why,
        null as before, null as after,
        case when w.state = 'undone' then 'taken back'
          else coalesce(a.answer || ' (' || cast(cast(a.answered_at as date) as varchar) || ')', 'waits') end as result,
        coalesce(c.approved_by_gid, a.answered_by) as approved_by_gid, w.release_run_id
      from ledger.writes as w left join answered as a using (key) left join carried as c using (key)
      where w.action = 'create' and w.state in ('done', 'undone') and regexp_matches(w.key, '^(review|anomaly):[^:]+$|^held:')
    ),
    called as (
      select "at", 'model_call' as kind, run_id, 'report' as subject_type, null as subject_gid,
        coalesce(report, 'report') || ' rephrased by ' || coalesce(model, 'a model') || coalesce(' at ' || endpoint, '') as what,
        'for ' || coalesce(audience, 'everyone') || coalesce(', about projects ' || project_gids, '') as why,
        prompt as before, answer as after, verdict as result, null as approved_by_gid, question as inputs_hash,
        project_gids as projects
      from ledger.model_calls
    ),
    mailed as (
      select "at", 'mail' as kind, run_id, 'report' as subject_type, null as subject_gid,
        report || ' of ' || period || ' to recipient ' || recipient_hash as what, null as why, null as before,
        nullif(message_id, '') as after, state || coalesce(': ' || error, '') as result, null as approved_by_gid,
        null as inputs_hash
      from ledger.mails
    )
    select * exclude (projects, about_gid)
    from (from made union all by name from written union all by name from proposed union all by name from called union all by name from mailed)
    where ($1 is null or kind = $1) and ($2 is null or run_id = $2)
      and ($3 is null or subject_gid = $3 or about_gid = $3 or contains(projects, '"' || $3 || '"'))
      and ($4 is null or "at" >= $4::date) and ($5 is null or "at" < $5::date + interval 1 day)
    order by "at" desc, run_id desc, what, kind
    limit ${limit}`,
    [filter.kind ?? null, filter.run ?? null, filter.subject ?? null, filter.since ?? null, filter.until ?? null],
  );
}

import type { Ledger } from "./ledger.ts";

export const auditKinds = ["forecast", "write", "approval", "undo", "model_call", "mail"] as const;
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
  /** Hash of the inputs behind a forecast; for a write, the forecasts of the same run about the same subject. */
  readonly inputs_hash: string | null;
}

const defaultLimit = 1_000;

/** Published forecasts, writes, approvals, undos, calls of a narrator and mails, newest first. Forecasts replayed over old history are left out. */
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
    hashes as (
      select run_id, subject_gid, min(inputs_hash) as inputs_hash from ledger.forecasts where not hindcast group by all
    ),
    written as (
      select
        coalesce(w.finished_at, w.intended_at) as "at", unnest(case
          when w.state = 'undone' then ['write', 'undo'] when w.approved_by_gid is not null then ['approval', 'write']
          else ['write'] end) as kind,
        w.run_id, w.object_type as subject_type, w.object_gid as subject_gid, w.action || ' ' || w.key as what, w.why,
        cast(w.old_value as varchar) as before, cast(w.new_value as varchar) as after,
        w.state || coalesce(': ' || w.error, '') as result, w.approved_by_gid, h.inputs_hash
      from ledger.writes as w
      left join hashes as h on h.run_id = w.run_id and h.subject_gid = w.object_gid
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
    select * exclude (projects) from (from made union all by name from written union all by name from called union all by name from mailed)
    where ($1 is null or kind = $1) and ($2 is null or run_id = $2)
      and ($3 is null or subject_gid = $3 or contains(projects, '"' || $3 || '"'))
      and ($4 is null or "at" >= $4::date) and ($5 is null or "at" < $5::date + interval 1 day)
    order by "at" desc, run_id desc, what, kind
    limit ${limit}`,
    [filter.kind ?? null, filter.run ?? null, filter.subject ?? null, filter.since ?? null, filter.until ?? null],
  );
}

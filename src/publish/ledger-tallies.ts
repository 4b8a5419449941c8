import type { Ledger } from "./ledger.ts";

/** Tasks of a kind made on a day, by the person who got them: budgets count by day, not by run, and what was taken back has notified. */
export async function readMadeOn(
  ledger: Ledger,
  day: string,
  kind: "alert" | "anomaly" | "held",
): Promise<ReadonlyMap<string, number>> {
  const rows = await ledger.rows<{ person: string; n: number }>(
    `select coalesce(json_extract_string(new_value, '$.assignee'), '') as person, count(*) as n
    from ledger.writes
    where state in ('done', 'undone') and action = 'create' and object_type = 'task' and starts_with(key, $2)
      and cast(intended_at as date) = cast($1 as date)
    group by person order by person`,
    [day, `${kind}:`],
  );
  return new Map(rows.map(({ person, n }) => [person, n]));
}

/** Comments made on a day, by the person whom they reached. */
export async function readCommentsOn(ledger: Ledger, day: string): Promise<ReadonlyMap<string, number>> {
  const rows = await ledger.rows<{ person: string; n: number }>(
    `select reader_gid as person, count(*) as n from ledger.writes
    where state in ('done', 'undone') and action = 'create' and object_type = 'comment' and reader_gid is not null and cast(intended_at as date) = cast($1 as date)
    group by person order by person`,
    [day],
  );
  return new Map(rows.map(({ person, n }) => [person, n]));
}

/** Whether the last approval that was asked for was refused as such: by the plan (402), or as a kind of task that there is not (400). */
export async function lacksApprovals(ledger: Ledger): Promise<boolean> {
  const [row] = await ledger.rows<{ error: string | null }>(`
    select case when state = 'failed' then error end as error from ledger.writes
    where action = 'create' and json_extract_string(new_value, '$.resource_subtype') = 'approval' and state in ('done', 'failed', 'undone')
    order by seq desc limit 1`);
  return isApprovalRefusal(row?.error ?? "");
}

export const isApprovalRefusal = (error: string): boolean =>
  error.startsWith(notInPlan) || (error.startsWith("400") && /approval|resource_subtype/i.test(error));

/** How the ledger begins the reason of a 402. */
export const notInPlan = "not in this workspace's plan";

/** What Asana refused in earlier runs (plan or rights), by key. */
export async function readRefusals(ledger: Ledger, runId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await ledger.rows<{ key: string; error: string }>(
    `select key, arg_max(error, seq) as error
    from ledger.writes where state = 'failed' and error is not null and run_id <> $1 group by key order by key`,
    [runId],
  );
  return new Map(rows.map(({ key, error }) => [key, error]));
}

import type { Database } from "../warehouse/database.ts";
import type { Action, ObjectType, Value } from "./action.ts";
import { forgetHandedBack, readHeld } from "./held-values.ts";
import type { LedgerNow } from "./state.ts";

/** The store, as far as publishing needs it. */
export type Ledger = Pick<Database, "rows" | "run">;

/** Values of one write by name. */
export type Values = Readonly<Record<string, Value>>;

/** A row of ledger.writes. */
export interface Write {
  readonly write_id: string;
  readonly run_id: string;
  readonly action: string;
  readonly object_type: ObjectType;
  readonly object_gid: string | null;
  readonly key: string;
  readonly parent_gid: string | null;
  readonly old_value: Values;
  readonly new_value: Values;
  readonly state: string;
}

/** Which Asana the store belongs to. */
export async function readIdentity(ledger: Ledger): Promise<{ base_url: string; workspace_gid: string }> {
  const [row] = await ledger.rows<{ base_url: string; workspace_gid: string }>(
    "select base_url, workspace_gid from ledger.identity",
  );
  if (!row) throw new Error("The store names no workspace yet; run `plimsoll extract` first");
  return row;
}

/** Managed objects, and for each key the value that Plimsoll wrote last under each name. */
export async function readLedger(ledger: Ledger): Promise<LedgerNow> {
  const managed = await ledger.rows<{ key: string; object_gid: string }>(
    "select key, object_gid from ledger.managed_objects",
  );
  const values = await ledger.rows<{ key: string; name: string; value: string | null }>(`
    with named as (
      select key, unnest(json_keys(new_value)) as name, new_value, seq
      from ledger.writes
      where key is not null and new_value is not null
        -- A change that was taken back happened all the same; what its undo put back is a later write, what it left is still ours.
        and (state = 'done' or (state = 'undone' and action in ('change', 'close')))
    )
    select key, name, cast(arg_max(json_extract(new_value, '$."' || name || '"'), seq) as varchar) as value
    from named group by key, name order by key, name`);
  const written = new Map<string, Map<string, Value>>();
  for (const { key, name, value } of values) {
    const known = written.get(key) ?? new Map<string, Value>();
    written.set(key, known.set(name, value === null ? null : (JSON.parse(value) as Value)));
  }
  return {
    managed: new Map(managed.map(({ key, object_gid }) => [key, object_gid])),
    written,
    held: await readHeld(ledger),
  };
}

/** How the reason of a step of an undo begins. */
export const takesBack = "Takes back run ";

/** By key and name of a value, the id of the write of a run that stands: the last one, without undos and what they took back. */
export async function readStanding(ledger: Ledger): Promise<ReadonlyMap<string, ReadonlyMap<string, string>>> {
  const rows = await ledger.rows<{ key: string; name: string; write_id: string }>(
    `with named as (
      select key, unnest(json_keys(new_value)) as name, write_id, seq
      from ledger.writes where state = 'done' and key is not null and new_value is not null and not starts_with(why, $1)
    )
    select key, name, arg_max(write_id, seq) as write_id from named group by key, name order by key, name`,
    [takesBack],
  );
  return new Map(
    [...Map.groupBy(rows, ({ key }) => key)].map(([key, named]) => [
      key,
      new Map(named.map(({ name, write_id }) => [name, write_id])),
    ]),
  );
}

/** Writes without a known outcome: intended before a crash, or cut off. */
export const readPending = (ledger: Ledger): Promise<Write[]> =>
  readWrites(ledger, "state in ('intended', 'unknown')", []);

/** What a run carried out, newest first. */
export const readDone = (ledger: Ledger, runId: string): Promise<Write[]> =>
  readWrites(ledger, "state = 'done' and action <> 'decision' and run_id = $1", [runId], "desc");

async function readWrites(ledger: Ledger, where: string, parameters: string[], order = "asc"): Promise<Write[]> {
  const rows = await ledger.rows<Omit<Write, "old_value" | "new_value"> & Record<"old_value" | "new_value", string>>(
    `select write_id, run_id, action, object_type, object_gid, key, parent_gid, old_value, new_value, state
    from ledger.writes where ${where} order by seq ${order}`,
    parameters,
  );
  return rows.map((row) => ({ ...row, old_value: values(row.old_value), new_value: values(row.new_value) }));
}

const values = (json: string | null): Values => JSON.parse(json ?? "{}") as Values;

export interface Intent {
  readonly write_id: string;
  readonly run_id: string;
  readonly action: Action;
  readonly target_gid: string | null;
  readonly parent_gid: string | null;
  /** Run of the release that the plan was made from. */
  readonly release_run_id: string | null;
  readonly at: string;
}

/** Says what is about to be written; must be kept before the requests leave. */
export async function keepIntents(ledger: Ledger, intents: readonly Intent[]): Promise<void> {
  if (intents.length === 0) return;
  const rows = intents.map(({ action, ...intent }) => {
    const named = (side: "old" | "new") =>
      JSON.stringify(Object.fromEntries(action.values.map((value) => [value.name, value[side]])));
    return [
      intent.write_id,
      intent.run_id,
      action.action,
      action.object_type,
      intent.target_gid,
      action.key,
      intent.parent_gid,
      action.why,
      named("old"),
      named("new"),
      action.approved_by ?? null,
      timestamp(intent.at),
      intent.release_run_id,
      action.reader ?? null,
    ];
  });
  const width = rows[0]!.length;
  const [last] = await ledger.rows<{ seq: number }>("select coalesce(max(seq), 0) as seq from ledger.writes");
  const places = rows.map((_, i) => {
    const at = (n: number) => `$${i * width + n}`;
    const given = [1, 2, 3, 4, 5, 6, 7, 8].map(at).join(", ");
    return `(${given}, ${at(9)}::json, ${at(10)}::json, 'intended', ${at(11)}, ${at(12)}::timestamp, ${at(13)}, ${at(14)}, ${last!.seq + 1 + i})`;
  });
  await ledger.run(
    `insert into ledger.writes (write_id, run_id, action, object_type, object_gid, key, parent_gid, why, old_value,
      new_value, state, approved_by_gid, intended_at, release_run_id, reader_gid, seq)
    values ${places.join(", ")}`,
    rows.flat(),
  );
}

export interface Outcome {
  readonly write_id: string;
  readonly state: "done" | "failed" | "unknown" | "undone";
  readonly object_gid?: string | null | undefined;
  readonly error?: string | undefined;
  /** Values that were really written, where not all were. */
  readonly new_value?: Values | undefined;
  readonly at: string;
}

/** What some writes came to: their outcomes, the objects that are Plimsoll's now, and those that no longer are. */
export interface Results {
  readonly outcomes: readonly Outcome[];
  readonly managed: readonly Managed[];
  readonly forgotten: readonly string[];
  /** Names of the values written under a key. */
  readonly filled?: readonly { readonly key: string; readonly names: readonly string[] }[];
}

/** Keeps results in one transaction, so that a crash leaves all of them or none, and the disk is waited for once. */
export async function keepResults(
  ledger: Ledger,
  { outcomes, managed, forgotten, filled = [] }: Results,
): Promise<void> {
  if (outcomes.length === 0) return;
  await ledger.run("begin");
  try {
    for (const item of managed) await keepManaged(ledger, item);
    for (const key of forgotten) await ledger.run("delete from ledger.managed_objects where key = $1", [key]);
    for (const { key, names } of filled) await forgetHandedBack(ledger, key, names);
    for (const outcome of outcomes) await keepOutcome(ledger, outcome);
    await ledger.run("commit");
  } catch (error) {
    await ledger.run("rollback");
    throw error;
  }
}

async function keepOutcome(ledger: Ledger, outcome: Outcome): Promise<void> {
  await ledger.run(
    `update ledger.writes set state = $2, object_gid = coalesce($3, object_gid), error = $4,
      new_value = coalesce($5::json, new_value),
      finished_at = case when $2 = 'undone' then coalesce(finished_at, $6::timestamp) else $6::timestamp end where write_id = $1`,
    [
      outcome.write_id,
      outcome.state,
      outcome.object_gid ?? null,
      outcome.error ?? null,
      outcome.new_value ? JSON.stringify(outcome.new_value) : null,
      timestamp(outcome.at),
    ],
  );
}

export interface Managed {
  readonly key: string;
  readonly object_type: string;
  readonly object_gid: string;
  readonly run_id: string;
  readonly at: string;
}

/** Remembers an object as Plimsoll's own. */
export async function keepManaged(ledger: Ledger, managed: Managed): Promise<void> {
  await ledger.run(
    `insert into ledger.managed_objects (key, object_type, object_gid, run_id, made_at)
    values ($1, $2, $3, $4, $5::timestamp)
    on conflict (key) do update set object_gid = excluded.object_gid, run_id = excluded.run_id, made_at = excluded.made_at`,
    [managed.key, managed.object_type, managed.object_gid, managed.run_id, timestamp(managed.at)],
  );
}

/** Keeps a plan, one per run. */
export async function keepPlan(
  ledger: Ledger,
  plan: { readonly run_id: string; readonly made_at: string },
): Promise<void> {
  await ledger.run(
    `insert into ledger.publish_plans (run_id, made_at, plan) values ($1, $2::timestamp, $3::json)
    on conflict (run_id) do update set made_at = excluded.made_at, plan = excluded.plan`,
    [plan.run_id, timestamp(plan.made_at), JSON.stringify(plan)],
  );
}

const timestamp = (iso: string): string => iso.replace("T", " ").replace("Z", "");

import { AsanaError } from "../asana/errors.ts";
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";
import { type Action, isWrite, type ObjectType, objectTypes, type Plan, type Reference } from "./action.ts";
import { type Found, findOutcome } from "./find-outcome.ts";
import { forgetManaged, keepIntent, keepManaged, keepOutcome, keepPlan, type Ledger, readLedger } from "./ledger.ts";
import { type AsanaWriter, toField } from "./read-asana.ts";
import { surroundings } from "./reconcile.ts";
import { type Resolver, requestOf } from "./requests.ts";
import type { FieldNow, LedgerNow } from "./state.ts";

export interface ApplyInput {
  readonly asana: AsanaWriter;
  readonly store: { readonly database: Ledger };
}

/** An action that was not carried out, and why. */
export interface NotWritten {
  readonly key: string;
  readonly label: string;
  readonly reason: string;
}

export interface ApplySummary {
  readonly run_id: string;
  /** Requests that wrote, objects found again after a lost answer included. */
  readonly written: number;
  readonly adopted: number;
  readonly unchanged: number;
  readonly not_written: readonly NotWritten[];
  /** 2 where anything was not written, else 0. */
  readonly exit_code: 0 | 2;
}

/** Writes of one kind that may be under way together; Asana takes 15 writes at a time. Creations keep their order. */
const changesAtOnce = 6;

/** Carries out a plan, and only it: each intent is kept before its request, each result after; one failure stops nothing else. */
export async function applyPlan(ctx: Context, plan: Plan, input: ApplyInput): Promise<ApplySummary> {
  const ledger = input.store.database;
  const table = openTable(ctx, plan, {
    ...input,
    known: await readLedger(ledger),
    first: await countWrites(ledger, ctx),
  });
  // What a review decides is read from the plan of its run, also where the plan came from a file.
  await keepPlan(ledger, { ...plan, run_id: ctx.run.runId });
  const writes = plan.actions.filter(isWrite);
  for (const group of inStages(writes)) {
    const limit = group.every(({ action }) => action === "change") ? changesAtOnce : 1;
    await atMost(limit, group, (action) => carryOut(table, action));
    report(ctx, table, writes.length);
  }
  return {
    run_id: ctx.run.runId,
    written: table.counts.written,
    adopted: table.counts.adopted,
    unchanged: plan.actions.length - writes.length,
    not_written: table.notWritten,
    exit_code: table.notWritten.length > 0 ? 2 : 0,
  };
}

/** Writes in the order in which their objects must exist; what is removed goes last, contents before containers. */
function inStages(writes: readonly Action[]): Action[][] {
  const made = objectTypes.map((type) =>
    writes.filter(({ object_type, action }) => object_type === type && action !== "remove"),
  );
  const removed = [...objectTypes]
    .reverse()
    .map((type) => writes.filter(({ object_type, action }) => object_type === type && action === "remove"));
  return [...made, ...removed];
}

/** What grows while a plan is carried out. */
interface Table {
  readonly ctx: Context;
  readonly plan: Plan;
  readonly asana: AsanaWriter;
  readonly ledger: Ledger;
  readonly known: LedgerNow;
  readonly created: Map<string, string>;
  readonly fields: Map<string, FieldNow>;
  readonly notWritten: NotWritten[];
  readonly counts: { written: number; adopted: number; next: number };
}

function openTable(ctx: Context, plan: Plan, given: ApplyInput & { known: LedgerNow; first: number }): Table {
  return {
    ctx,
    plan,
    asana: given.asana,
    ledger: given.store.database,
    known: given.known,
    created: new Map(),
    fields: new Map(),
    notWritten: [],
    counts: { written: 0, adopted: 0, next: given.first },
  };
}

async function countWrites(ledger: Ledger, ctx: Context): Promise<number> {
  const [row] = await ledger.rows<{ n: number }>("select count(*) as n from ledger.writes where run_id = $1", [
    ctx.run.runId,
  ]);
  return row?.n ?? 0;
}

async function carryOut(table: Table, action: Action): Promise<void> {
  const { ctx, ledger } = table;
  let sent: Sent;
  try {
    sent = prepare(table, action);
  } catch (error) {
    table.notWritten.push({ key: action.key, label: action.label, reason: messageOf(error) });
    return;
  }
  const writeId = `${ctx.run.runId}/${String(table.counts.next++).padStart(5, "0")}`;
  await keepIntent(ledger, {
    ...sent,
    write_id: writeId,
    run_id: ctx.run.runId,
    action,
    at: ctx.clock().toISOString(),
  });
  try {
    await succeed(table, { action, sent, writeId }, await send(table.asana, sent));
    table.counts.written += 1;
  } catch (error) {
    await fail(table, { action, sent, writeId }, error);
  }
}

interface Sent {
  readonly request: ReturnType<typeof requestOf>;
  readonly target_gid: string | null;
  readonly parent_gid: string | null;
}

interface Attempt {
  readonly action: Action;
  readonly sent: Sent;
  readonly writeId: string;
}

function prepare(table: Table, action: Action): Sent {
  const missing = table.notWritten.find(({ key }) => action.needs?.includes(key));
  if (missing) throw new Error(`it follows "${missing.label}", which was not written`);
  const resolver = resolverOf(table);
  const gidOf = (reference: Reference | null) => (reference ? resolver.gid(reference) : null);
  return {
    request: requestOf(action, resolver),
    target_gid: gidOf(action.target),
    parent_gid: gidOf(action.parent),
  };
}

function resolverOf(table: Table): Resolver {
  return {
    workspace_gid: table.plan.workspace_gid,
    gid: (reference) => {
      if ("gid" in reference) return reference.gid;
      const gid = table.created.get(reference.key);
      if (!gid) throw new Error(`it needs ${labelOf(table.plan, reference.key)}, which was not written`);
      return gid;
    },
    option: (field, name) => {
      const known = "key" in field ? table.fields.get(field.key) : undefined;
      const option = known?.options.find((candidate) => candidate.name === name && candidate.enabled);
      if (!option) throw new Error(`the field has no option "${name}"`);
      return option.gid;
    },
  };
}

const labelOf = (plan: Plan, key: string): string =>
  plan.actions.find((action) => action.key === key)?.label ?? `the object ${key}`;

async function send(asana: AsanaWriter, { request }: Sent): Promise<Found> {
  const { method, path, data, params } = request;
  if (method === "DELETE") {
    await asana.delete(path);
    return { gid: path.split("/").at(-1)! };
  }
  const answer = (method === "POST" ? await asana.post(path, data, params) : await asana.put(path, data, params)) as
    | { gid?: unknown }
    | undefined;
  const isField = path === "/custom_fields";
  return { gid: String(answer?.gid ?? ""), ...(isField ? { field: toField(answer) } : {}) };
}

/** Kinds whose result is an object of Plimsoll's own. */
const managedTypes: ReadonlySet<ObjectType> = new Set([
  "project",
  "custom_field",
  "section",
  "project_members",
  "custom_field_setting",
  "task",
  "subtask",
  "comment",
  "status_update",
]);

async function succeed(table: Table, { action, sent, writeId }: Attempt, found: Found): Promise<void> {
  const at = table.ctx.clock().toISOString();
  // A setting is known by its field, since Asana reads settings back that way.
  const gid = action.object_type === "custom_field_setting" ? sent.target_gid! : (sent.target_gid ?? found.gid);
  if (action.action === "create" && managedTypes.has(action.object_type)) {
    table.created.set(action.key, gid);
    if (found.field) table.fields.set(action.key, found.field);
    const { key, object_type } = action;
    await keepManaged(table.ledger, { key, object_type, object_gid: gid, run_id: table.ctx.run.runId, at });
  }
  if (action.action === "remove") await forgetManaged(table.ledger, action.key);
  if (action.undoes) await keepOutcome(table.ledger, action.undoes, { state: "undone", at });
  await keepOutcome(table.ledger, writeId, { state: "done", object_gid: gid, new_value: found.new_value, at });
}

/** A refusal is a line in the result; a lost answer is looked after; a bad token ends the run. */
async function fail(table: Table, attempt: Attempt, error: unknown): Promise<void> {
  const { action, writeId } = attempt;
  const at = () => table.ctx.clock().toISOString();
  const isLost = error instanceof AsanaError && (error.isOutcomeUnknown || error.status >= 500 || error.status === 0);
  if (isLost) {
    await keepOutcome(table.ledger, writeId, { state: "unknown", error: messageOf(error), at: at() });
    const found = await lookAfter(table, attempt);
    if (found) {
      await succeed(table, attempt, found);
      table.counts.adopted += 1;
      table.counts.written += 1;
      return;
    }
  }
  const reason = reasonOf(error);
  await keepOutcome(table.ledger, writeId, { state: isLost ? "unknown" : "failed", error: reason, at: at() });
  if (!(error instanceof AsanaError)) throw error;
  table.notWritten.push({ key: action.key, label: action.label, reason });
}

/** What became of a write whose answer was lost; undefined where it did not happen or cannot be told now (the next run tells). */
async function lookAfter(table: Table, { action, sent }: Attempt): Promise<Found | undefined> {
  const write = {
    key: action.key,
    action: action.action,
    object_type: action.object_type,
    object_gid: sent.target_gid,
    parent_gid: sent.parent_gid,
    new_value: Object.fromEntries(action.values.map((change) => [change.name, change.new])),
  };
  const around = surroundings(table.known, table.plan.workspace_gid, table.ctx.config.publish.fields);
  try {
    return await findOutcome(table.asana, write, around);
  } catch (error) {
    if (error instanceof AsanaError) return undefined;
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof AsanaError)) return messageOf(error);
  const said = error.messages.join("; ") || error.code || "no answer";
  const reasons: Record<number, string> = {
    402: `not in this workspace's plan (${said})`,
    403: `not allowed for this token (${said})`,
    404: `the object is gone, or out of this token's sight (${said}); the next night plans again`,
  };
  return reasons[error.status] ?? `${error.status || "no answer"}: ${said}`;
}

function report(ctx: Context, table: Table, total: number): void {
  const done = table.counts.written + table.notWritten.length;
  ctx.log({ type: "progress", task: "publish", done, total, unit: "writes" });
}

/** Runs work on items, at most so many at a time, in order. */
async function atMost<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const worker = async () => {
    for (const item of queue) await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

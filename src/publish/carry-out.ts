import { AsanaError } from "../asana/errors.ts";
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";
import type { Action, ObjectType, Plan, Reference } from "./action.ts";
import { type Found, findOutcome } from "./find-outcome.ts";
import { forgetManaged, keepIntent, keepManaged, keepOutcome, type Ledger } from "./ledger.ts";
import { type AsanaWriter, toField } from "./read-asana.ts";
import { surroundings } from "./reconcile.ts";
import { type Resolver, requestOf } from "./requests.ts";
import type { FieldNow, LedgerNow } from "./state.ts";

/** An action that was not carried out, and why. */
export interface NotWritten {
  readonly key: string;
  readonly label: string;
  readonly reason: string;
}

/** What grows while a plan is carried out. */
export interface Table {
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

/** Carries out one action: intent, request, result. */
export async function carryOut(table: Table, action: Action): Promise<void> {
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

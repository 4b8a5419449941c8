import { AsanaError } from "../asana/errors.ts";
import type { Context } from "../context.ts";
import { messageOf } from "../errors.ts";
import type { Action, Change, ObjectType, Plan, Reference, Value } from "./action.ts";
import { type Found, findOutcome, readPresent } from "./find-outcome.ts";
import { keepIntents, keepResults, type Ledger, type Managed, type Outcome } from "./ledger.ts";
import { isApprovalRefusal, notInPlan } from "./ledger-tallies.ts";
import { isSame } from "./plans/values.ts";
import { type AsanaWriter, toField } from "./read-asana.ts";
import { surroundings } from "./reconcile.ts";
import { type Resolver, requestOf } from "./requests.ts";
import type { FieldNow, LedgerNow } from "./state.ts";

/** An action that was not carried out, and why. */
export interface NotWritten {
  readonly key: string;
  readonly label: string;
  readonly reason: string;
  /** Refused for the same reason in an earlier run, or only waiting for something that was. */
  readonly is_known: boolean;
}

/** What grows while a plan is carried out. */
export interface Table {
  readonly ctx: Context;
  readonly plan: Plan;
  readonly asana: AsanaWriter;
  readonly ledger: Ledger;
  readonly known: LedgerNow;
  /** Refusals of earlier runs by key; the same again is no news. */
  readonly refusals: ReadonlyMap<string, string>;
  readonly created: Map<string, string>;
  readonly fields: Map<string, FieldNow>;
  readonly notWritten: NotWritten[];
  readonly counts: { written: number; adopted: number; next: number };
  /** What Asana's answers told about the workspace. */
  readonly found: { lacks_approvals: boolean };
}

/** Carries out some actions of one stage: all intents first, then each request and its result, at most `limit` at a time. */
export async function carryOut(table: Table, actions: readonly Action[], limit: number): Promise<void> {
  const { ctx, ledger } = table;
  const attempts = actions.flatMap((action) => begin(table, action));
  const at = ctx.clock().toISOString();
  const release_run_id = table.plan.release_run_id;
  await keepIntents(
    ledger,
    attempts.map(({ action, sent, writeId }) => ({
      ...sent,
      action,
      write_id: writeId,
      run_id: ctx.run.runId,
      release_run_id,
      at,
    })),
  );
  const results = { outcomes: [], managed: [], forgotten: [], filled: [] };
  try {
    await atMost(limit, attempts, (attempt) => perform({ ...table, results }, attempt));
  } finally {
    await keepResults(ledger, results);
  }
}

/** What the requests of one call came to, before it is kept. */
interface Performing extends Table {
  readonly results: {
    readonly outcomes: Outcome[];
    readonly managed: Managed[];
    readonly forgotten: string[];
    readonly filled: { readonly key: string; readonly names: readonly string[] }[];
  };
}

/** The request of an action; none where something that it needs is missing. */
function begin(table: Table, action: Action): Attempt[] {
  try {
    const sent = prepare(table, action);
    return [{ action, sent, writeId: `${table.ctx.run.runId}/${String(table.counts.next++).padStart(5, "0")}` }];
  } catch (error) {
    table.notWritten.push({ key: action.key, label: action.label, reason: messageOf(error), is_known: true });
    return [];
  }
}

async function perform(table: Performing, given: Attempt): Promise<void> {
  let attempt = given;
  try {
    attempt = await lookFirst(table, given);
    succeed(table, attempt, await send(table.asana, attempt.sent));
    table.counts.written += 1;
  } catch (error) {
    await fail(table, attempt, error);
  }
}

/** An object that somebody has changed or deleted between plan and write. */
class MovedOn extends Error {
  /** Whether a value of a person stays, which is as it should be. */
  readonly isKept: boolean;
  constructor(reason: string, isKept = false) {
    super(reason);
    this.isKept = isKept;
  }
}

/** What of a change still meets what the plan saw: between plan and write people go on working, and what they did stays. */
async function lookFirst(table: Performing, attempt: Attempt): Promise<Attempt> {
  const { action, sent } = attempt;
  const isChange = action.action === "change" || action.action === "close";
  if (!isChange || sent.target_gid === null || "key" in (action.target ?? {})) return attempt;
  const { workspace_gid } = table.plan;
  const present = await readPresent(table.asana, action.object_type, { gid: sent.target_gid, workspace_gid });
  if (!present) throw new MovedOn("the object is gone, or out of this token's sight; the next night plans again");
  const resolver = resolverOf(table);
  const valueNow = ({ name, field }: Change) => present(name, field && resolver.gid(field));
  const values = action.values.filter((change) => isSame(valueNow(change), trimmed(change.old)));
  if (values.length === action.values.length) return attempt;
  const moved = action.values.filter((change) => !values.includes(change));
  const what = moved.map(({ label }) => label).join(", ");
  if (values.length === 0) throw new MovedOn(`${what} was changed since the plan was made; kept`, true);
  table.notWritten.push({
    key: action.key,
    label: action.label,
    reason: `${what} was changed since the plan was made; kept`,
    is_known: true,
  });
  const rest = { ...action, values };
  return { ...attempt, action: rest, sent: { ...sent, request: requestOf(rest, resolver) }, isPart: true };
}

const trimmed = (value: Value): Value => (typeof value === "string" ? value.trim() : value);

/** Runs work on items in order, at most so many at a time. After a failure nothing new begins, and what is under way ends. */
async function atMost<T>(limit: number, items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const item of queue) {
      if (failures.length > 0) return;
      await work(item).catch((error: unknown) => failures.push(error));
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
  if (failures.length > 0) throw failures[0];
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
  /** Whether a part of the intent was left out. */
  readonly isPart?: boolean;
}

function prepare(table: Table, action: Action): Sent {
  if (isApproval(action) && table.found.lacks_approvals)
    throw new Error("it needs approvals, which this workspace does not have; the next run asks in another form");
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

const isApproval = ({ values }: Action): boolean =>
  values.some(({ name, new: value }) => name === "resource_subtype" && value === "approval");

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

function succeed({ asana, ctx, created, fields, results }: Performing, attempt: Attempt, found: Found): void {
  const { action, sent, writeId } = attempt;
  const at = ctx.clock().toISOString();
  // A setting is known by its field, since Asana reads settings back that way.
  const gid = action.object_type === "custom_field_setting" ? sent.target_gid! : (sent.target_gid ?? found.gid);
  if (action.action === "create" && managedTypes.has(action.object_type)) {
    created.set(action.key, gid);
    if (found.field) {
      fields.set(action.key, found.field);
      asana.permitFields([gid]);
    }
    const { key, object_type } = action;
    results.managed.push({ key, object_type, object_gid: gid, run_id: ctx.run.runId, at });
  }
  if (action.object_type.endsWith("_values"))
    results.filled.push({ key: action.key, names: action.values.map(({ name }) => name) });
  if (action.action === "remove") results.forgotten.push(action.key);
  if (action.undoes) results.outcomes.push({ write_id: action.undoes, state: "undone", at });
  results.outcomes.push({
    write_id: writeId,
    state: "done",
    object_gid: gid,
    new_value: found.new_value ?? partOf(attempt),
    at,
  });
}

/** What was written where that is less than was intended. */
const partOf = ({ action, isPart }: Attempt) =>
  isPart ? Object.fromEntries(action.values.map(({ name, new: value }) => [name, value])) : undefined;

/** A refusal is a line in the result; a lost answer is looked after; a bad token ends the run. */
async function fail(table: Performing, attempt: Attempt, error: unknown): Promise<void> {
  const { action, writeId } = attempt;
  const isLost = error instanceof AsanaError && (error.isOutcomeUnknown || error.status >= 500 || error.status === 0);
  const found = isLost ? await lookAfter(table, attempt) : undefined;
  if (found) {
    succeed(table, attempt, found);
    table.counts.adopted += 1;
    table.counts.written += 1;
    return;
  }
  const reason = reasonOf(error);
  const at = table.ctx.clock().toISOString();
  if (isApproval(action) && isApprovalRefusal(reason)) table.found.lacks_approvals = true;
  table.results.outcomes.push({ write_id: writeId, state: isLost ? "unknown" : "failed", error: reason, at });
  if (!(error instanceof AsanaError || error instanceof MovedOn)) throw error;
  const isRefusal = error instanceof AsanaError && (error.status === 402 || error.status === 403);
  const isKept = error instanceof MovedOn && error.isKept;
  const is_known = isKept || (isRefusal && table.refusals.get(action.key) === reason);
  table.notWritten.push({ key: action.key, label: action.label, reason, is_known });
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
    402: `${notInPlan} (${said})`,
    403: `not allowed for this token (${said})`,
    404: `the object is gone, or out of this token's sight (${said}); the next night plans again`,
  };
  return reasons[error.status] ?? `${error.status || "no answer"}: ${said}`;
}

import { AsanaError, mayHaveHappened } from "../asana/errors.ts";
import { messageOf } from "../errors.ts";
import type { Action, Change, ObjectType } from "./action.ts";
import { type Found, findOutcome } from "./find-outcome.ts";
import { keepIntents, keepResults } from "./ledger.ts";
import { isApprovalRefusal, notInPlan } from "./ledger-tallies.ts";
import { lookFirst, MovedOn } from "./look-first.ts";
import { isSettled } from "./plans/reviews.ts";
import { type Attempt, isApproval, prepare, type Sent, withValues } from "./prepare.ts";
import { type AsanaWriter, readField, toField } from "./read-asana.ts";
import { surroundings } from "./reconcile.ts";
import type { NotWritten, Performing, Table } from "./table.ts";

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
    const done = await sendWhole(table, attempt);
    attempt = done.attempt;
    succeed(table, attempt, done.found);
    table.counts.written += 1;
  } catch (error) {
    await fail(table, attempt, error);
  }
}

interface Done {
  readonly attempt: Attempt;
  readonly found: Found;
}

/** Sends an attempt; where one of several values makes Asana refuse all of them, each is sent alone, so that the good ones arrive. */
async function sendWhole(table: Performing, attempt: Attempt): Promise<Done> {
  const { action, sent } = attempt;
  try {
    const found = await send(table.asana, sent);
    if (found.gid === "" && isMade(action)) throw withoutGid(sent);
    return { attempt, found };
  } catch (error) {
    const isRefusal = error instanceof AsanaError && error.status === 400;
    if (isRefusal && action.object_type.endsWith("_values") && action.values.length > 1)
      return sendEach(table, attempt);
    throw error;
  }
}

async function sendEach(table: Performing, attempt: Attempt): Promise<Done> {
  const good: Change[] = [];
  const refused: NotWritten[] = [];
  let last: unknown;
  for (const value of attempt.action.values) {
    try {
      await send(table.asana, withValues(table, attempt, [value]).sent);
      good.push(value);
    } catch (error) {
      // Any refusal: what was written before it must be kept as Plimsoll's. A lost answer is looked after as a whole.
      if (!(error instanceof AsanaError) || mayHaveHappened(error)) throw error;
      last = error;
      const { key, label } = attempt.action;
      refused.push({
        key: `${key}:${value.name}`,
        label: `${label}, ${value.label}`,
        reason: reasonOf(error),
        is_known: false,
      });
    }
  }
  if (good.length === 0) throw last;
  table.notWritten.push(...refused);
  return { attempt: withValues(table, attempt, good), found: { gid: attempt.sent.target_gid! } };
}

/** Whether the answer must name the new object; what is attached or let in needs no name. */
const isMade = ({ action, object_type }: Action): boolean =>
  action === "create" && !["project_members", "custom_field_setting"].includes(object_type);

/** An answer that says yes and not to what: what was made is looked for, as after a lost answer. */
const withoutGid = ({ request: { method, path } }: Sent): AsanaError =>
  new AsanaError({ method, path, status: 200, messages: ["the answer names no object"], isOutcomeUnknown: true });

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

async function send(asana: AsanaWriter, { request }: Sent): Promise<Found> {
  const { method, path, data, params } = request;
  if (method === "DELETE") {
    await asana.delete(path);
    return { gid: path.split("/").at(-1)! };
  }
  const answer = (method === "POST" ? await asana.post(path, data, params) : await asana.put(path, data, params)) as
    | { gid?: unknown }
    | undefined;
  const gid = String(answer?.gid ?? "");
  if (path !== "/custom_fields") return { gid };
  const field = toField(answer);
  // A new field is told with its options only where the answer was asked for them, and the server heeds that.
  const isTold = field.options.length > 0 || data.enum_options === undefined;
  return { gid, field: isTold ? field : await readField(asana, gid) };
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
  if (action.action === "remove" && !isSettled(action.key)) results.forgotten.push(action.key);
  if (action.undoes)
    results.outcomes.push({
      write_id: action.undoes,
      state: "undone",
      error: `taken back by run ${ctx.run.runId}`,
      at,
    });
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
  const mayBeDone = error instanceof AsanaError && mayHaveHappened(error);
  const found = mayBeDone ? await lookAfter(table, attempt) : undefined;
  if (found) {
    succeed(table, attempt, found);
    table.counts.adopted += 1;
    table.counts.written += 1;
    return;
  }
  const reason = reasonOf(error);
  const at = table.ctx.clock().toISOString();
  if (isApproval(action) && isApprovalRefusal(reason)) table.found.lacks_approvals = true;
  table.results.outcomes.push({ write_id: writeId, state: mayBeDone ? "unknown" : "failed", error: reason, at });
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

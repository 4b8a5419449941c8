import type { Context } from "../context.ts";
import { type Action, isWrite, objectTypes, type Plan } from "./action.ts";
import { carryOut } from "./carry-out.ts";
import { estimateName } from "./fields.ts";
import { keepPlan, type Ledger, readLedger } from "./ledger.ts";
import { readRefusals } from "./ledger-tallies.ts";
import { keepObstacles, obstaclesOf } from "./obstacles.ts";
import type { AsanaWriter } from "./read-asana.ts";
import type { NotWritten, Table } from "./table.ts";

export interface ApplyInput {
  readonly asana: AsanaWriter;
  readonly store: { readonly database: Ledger };
}

export interface ApplySummary {
  readonly run_id: string;
  /** Requests that wrote, objects found again after a lost answer included. */
  readonly written: number;
  readonly adopted: number;
  readonly unchanged: number;
  readonly not_written: readonly NotWritten[];
  /** 2 where anything was not written for a reason that is new, else 0. */
  readonly exit_code: 0 | 2;
}

/** Writes whose intents are kept together, and requests that may be under way together; Asana takes 15 writes at a time. */
interface Pace {
  readonly together: number;
  readonly at_once: number;
}

/** Changes and attachments can be repeated without harm. What is created keeps its order, and is looked for one by one after a crash. */
function paceOf(action: Action | undefined): Pace {
  if (action?.object_type.endsWith("_values")) return { together: 30, at_once: 6 };
  return { together: action?.object_type === "custom_field_setting" ? 30 : 1, at_once: 1 };
}

/** Carries out a plan, and only it: each intent is kept before its request, each result after; one failure stops nothing else. */
export async function applyPlan(ctx: Context, plan: Plan, input: ApplyInput): Promise<ApplySummary> {
  const ledger = input.store.database;
  const writes = plan.actions.filter(isWrite);
  const table = openTable(ctx, plan, {
    ...input,
    known: await readLedger(ledger),
    first: await countWrites(ledger, ctx),
    refusals: await readRefusals(ledger, ctx.run.runId),
  });
  input.asana.permitFields(fieldsOf(table, writes));
  // What a review decides is read from the plan of its run, also where the plan came from a file.
  await keepPlan(ledger, { ...plan, run_id: ctx.run.runId });
  for (const stage of inStages(writes)) {
    const { together, at_once } = paceOf(stage[0]);
    for (let from = 0; from < stage.length; from += together) {
      await carryOut(table, stage.slice(from, from + together), at_once);
      report(ctx, table, writes.length);
    }
  }
  const isUndo = writes.some(({ undoes }) => undoes !== undefined);
  const obstacles = isUndo ? [] : await obstaclesOf(ledger, plan.conflicts);
  if (!isUndo) await keepObstacles(ledger, ctx.run.runId, obstacles);
  const notWritten = [...table.notWritten, ...obstacles];
  return {
    run_id: ctx.run.runId,
    written: table.counts.written,
    adopted: table.counts.adopted,
    unchanged: plan.actions.length - writes.length,
    not_written: notWritten,
    exit_code: notWritten.some(({ is_known }) => !is_known) ? 2 : 0,
  };
}

/** Fields that may be written into: Plimsoll's own, those handed over, and a field of people where one of them approved it. */
function fieldsOf({ known, ctx }: Table, writes: readonly Action[]): string[] {
  const own = [...known.managed].filter(([key]) => key.startsWith("field:")).map(([, gid]) => gid);
  const approved = writes
    .filter(({ plan, undoes }) => plan === "reviews" || undoes !== undefined)
    .flatMap(({ values }) => values.filter(({ name }) => name.startsWith(estimateName)))
    .flatMap(({ field }) => (field && "gid" in field ? [field.gid] : []));
  return [...own, ...Object.values(ctx.config.publish.fields), ...approved];
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

function openTable(
  ctx: Context,
  plan: Plan,
  given: ApplyInput & Pick<Table, "known" | "refusals"> & { first: number },
): Table {
  return {
    ctx,
    plan,
    asana: given.asana,
    ledger: given.store.database,
    known: given.known,
    refusals: given.refusals,
    created: new Map(),
    fields: new Map(),
    notWritten: [],
    counts: { written: 0, adopted: 0, next: given.first },
    found: { lacks_approvals: false },
  };
}

async function countWrites(ledger: Ledger, ctx: Context): Promise<number> {
  const [row] = await ledger.rows<{ n: number }>("select count(*) as n from ledger.writes where run_id = $1", [
    ctx.run.runId,
  ]);
  return row?.n ?? 0;
}

function report(ctx: Context, table: Table, total: number): void {
  const done = table.counts.written + table.notWritten.length;
  ctx.log({ type: "progress", task: "publish", done, total, unit: "writes" });
}

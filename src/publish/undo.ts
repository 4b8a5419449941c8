import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { UserError } from "../errors.ts";
import type { Action, Conflict, Plan } from "./action.ts";
import { keepHeld } from "./held-values.ts";
import { type Ledger, readDone, readIdentity, readLedger, readStanding } from "./ledger.ts";
import { type AsanaWriter, readFields } from "./read-asana.ts";
import { reconcile, surroundings } from "./reconcile.ts";
import type { UndoDesk } from "./undo-desk.ts";
import { undoOne } from "./undo-one.ts";

export interface UndoInput {
  readonly asana: AsanaWriter;
  readonly store: { readonly database: Ledger };
}

/**
 * The plan that takes a run back: earlier values where nobody has touched them since, what the run made removed where
 * nobody has used it. What stays is among the conflicts, with the reason. Applied by `applyPlan` like any other.
 */
export async function planUndo(ctx: Context, runId: string, { asana, store }: UndoInput): Promise<Plan> {
  const ledger = store.database;
  const identity = await readIdentity(ledger);
  const mapped = ctx.config.publish.fields;
  await reconcile({ asana, ledger, workspace_gid: identity.workspace_gid, mapped, at: ctx.clock().toISOString() });
  const writes = await readDone(ledger, runId);
  if (writes.length === 0)
    throw new UserError(
      `Run ${runId} wrote nothing to Asana, or was taken back already. \`plimsoll audit --kind write\` lists runs and what they wrote.`,
    );
  const known = await readLedger(ledger);
  const desk: UndoDesk = {
    asana,
    fields: (await readFields(asana, identity.workspace_gid)) ?? [],
    around: surroundings(known, identity.workspace_gid, mapped),
    known,
    standing: await readStanding(ledger),
    contents: new Map(),
  };
  const found: { actions: Action[]; conflicts: Conflict[] } = { actions: [], conflicts: [] };
  for (const write of writes) {
    for (const step of await undoOne(desk, write, found.actions)) {
      if ("reason" in step) found.conflicts.push(step);
      else found.actions.push(step);
    }
  }
  const held = found.conflicts.flatMap((conflict) => conflict.held ?? []);
  await keepHeld(ledger, held, ctx.clock().toISOString());
  return {
    version: 1,
    run_id: ctx.run.runId,
    release_run_id: runId,
    made_at: ctx.clock().toISOString(),
    as_of_on: ctx.run.asOf,
    ...identity,
    phase: ctx.config.publish.phase,
    actions: found.actions,
    conflicts: found.conflicts.filter(({ key }) => !isGoneWithProject(key, found.actions)),
    requests: found.actions.length,
    minutes: found.actions.length / (ctx.config.asana.requests_per_minute ?? 1_500),
    hash: createHash("sha256").update(JSON.stringify(found.actions)).digest("hex"),
  };
}

/** Members of a project that goes need no word. */
const isGoneWithProject = (key: string, actions: readonly Action[]): boolean =>
  key.startsWith("members:") && actions.some((action) => action.key === key.replace("members:", "project:"));

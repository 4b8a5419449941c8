import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { type Action, countLooks, isWrite, objectTypes, type Plan, type Wishes } from "./action.ts";
import { allows, openDesk, type Today } from "./desk.ts";
import { keepHeld, readHeld } from "./held-values.ts";
import { keepPlan, type Ledger, readIdentity, readLedger } from "./ledger.ts";
import { lacksApprovals, readCommentsOn, readMadeOn } from "./ledger-tallies.ts";
import type { PlanName } from "./phases.ts";
import type { OpenReview } from "./plans/reviews.ts";
import type { AsanaWriter } from "./read-asana.ts";
import { noteDecisions, readOpenReviews, readWorld } from "./read-reviews.ts";
import { reconcile } from "./reconcile.ts";
import { type Release, readReleaseRun } from "./release-rows.ts";
import type { LedgerNow } from "./state.ts";
import { gatherWishes, ownProjectOf } from "./wishes.ts";

export interface PublishInput {
  readonly release: Release;
  readonly asana: AsanaWriter;
  readonly store: { readonly database: Ledger };
}

/** Reads the release, Asana and the ledger, and says what would be written. Writes nothing to Asana; keeps the plan in the store. */
export async function planPublish(ctx: Context, input: PublishInput): Promise<Plan> {
  const plan = await makePlan(ctx, input);
  await keepPlan(input.store.database, plan);
  return plan;
}

/** The plan, without keeping it. */
export async function makePlan(ctx: Context, { release, asana, store }: PublishInput): Promise<Plan> {
  const identity = await readIdentity(store.database);
  const { workspace_gid } = identity;
  const mapped = ctx.config.publish.fields;
  await reconcile({ asana, ledger: store.database, workspace_gid, mapped, at: ctx.clock().toISOString() });
  const asked = await readLedger(store.database);
  const reviews = await readBack(ctx, { release, asana, store }, asked);
  // Answers may have handed values back.
  const ledger = { ...asked, held: await readHeld(store.database) };
  const run = await readReleaseRun(release);
  const projects = (Object.keys(ownProjectOf) as PlanName[])
    .filter((plan) => allows({ ctx }, plan))
    .flatMap((plan) => ownProjectOf[plan] ?? []);
  const world = await readWorld(asana, release, reviews);
  const desk = await openDesk(ctx, {
    release,
    asana,
    ledger,
    workspace_gid,
    projects,
    as_of: run.as_of_on,
    release_run: run.run_id,
    lacks_approvals: await lacksApprovals(store.database),
    today: await readToday(ctx, store.database),
    reviews,
    world,
  });
  const wishes = await gatherWishes(desk);
  const held = wishes.conflicts.flatMap((conflict) => conflict.held ?? []);
  await keepHeld(store.database, held, ctx.clock().toISOString());
  return assemble(ctx, wishes, { ...identity, ...run });
}

async function readToday(ctx: Context, ledger: Ledger): Promise<Today> {
  const day = ctx.clock().toISOString().slice(0, 10);
  return {
    alerts: await readMadeOn(ledger, day, "alert"),
    anomalies: await readMadeOn(ledger, day, "anomaly"),
    questions: await readMadeOn(ledger, day, "held"),
    comments: await readCommentsOn(ledger, day),
  };
}

/** Open reviews where the phase has any; decisions that ask for no write are noted at once. */
async function readBack(ctx: Context, { asana, store }: PublishInput, ledger: LedgerNow): Promise<OpenReview[]> {
  if (!allows({ ctx }, "reviews") && !allows({ ctx }, "anomaly_flags")) return [];
  const reviews = await readOpenReviews(asana, store.database, ledger);
  await noteDecisions(store.database, reviews, { run_id: ctx.run.runId, at: ctx.clock().toISOString() });
  return reviews;
}

interface Origin {
  readonly base_url: string;
  readonly workspace_gid: string;
  readonly run_id: string;
  readonly as_of_on: string;
}

function assemble(ctx: Context, wishes: Wishes, origin: Origin): Plan {
  const actions = [...wishes.actions].sort(
    (a, b) => objectTypes.indexOf(a.object_type) - objectTypes.indexOf(b.object_type),
  );
  const requests = actions.filter(isWrite).length;
  return {
    version: 1,
    run_id: ctx.run.runId,
    release_run_id: origin.run_id,
    made_at: ctx.clock().toISOString(),
    as_of_on: origin.as_of_on,
    base_url: origin.base_url,
    workspace_gid: origin.workspace_gid,
    phase: ctx.config.publish.phase,
    actions,
    conflicts: [...new Map(wishes.conflicts.map((conflict) => [conflict.key, conflict])).values()],
    requests,
    minutes: (requests + countLooks(actions)) / (ctx.config.asana.requests_per_minute ?? 1_500),
    hash: hashOf(actions),
  };
}

/** The same writes over the same values give the same hash. */
const hashOf = (actions: readonly Action[]): string =>
  createHash("sha256")
    .update(
      JSON.stringify(actions.filter(isWrite).map(({ key, action, target, values }) => [key, action, target, values])),
    )
    .digest("hex");

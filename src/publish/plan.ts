import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { type Action, isWrite, joinWishes, nothing, objectTypes, type Plan, type Wishes } from "./action.ts";
import { type Desk, openDesk } from "./desk.ts";
import { ownFields } from "./fields.ts";
import { keepPlan, type Ledger, readIdentity, readLedger } from "./ledger.ts";
import { isAllowed, type PlanName } from "./phases.ts";
import { fieldKey, resolveFields } from "./plans/own-fields.ts";
import { type OwnProject, type OwnProjectKey, planOwnProject } from "./plans/own-projects.ts";
import { wishProjectSummaries } from "./plans/project-summaries.ts";
import { planRetroInsights } from "./plans/retro-insights.ts";
import { planValues, type WishedValues } from "./plans/values.ts";
import type { AsanaWriter } from "./read-asana.ts";
import { reconcile } from "./reconcile.ts";
import { type Release, readInsightRows, readManagers, readProjectRows, readReleaseRun } from "./release-rows.ts";

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
  const ledger = await readLedger(store.database);
  const projects = ownProjectsOf.filter(([plan]) => allows(ctx, plan)).map(([, key]) => key);
  const desk = await openDesk(ctx, { release, asana, ledger, workspace_gid, projects });
  const wishes = joinWishes([
    valueWishes(desk, await wishProjects(desk)),
    await inOwnProject(desk, "retro_insights", retroInsights),
  ]);
  return assemble(ctx, wishes, { ...identity, ...(await readReleaseRun(release)) });
}

/** The project of ours that a plan writes into. */
const ownProjectsOf: readonly (readonly [PlanName, OwnProjectKey])[] = [["retro_insights", "retro_insights"]];

const allows = (ctx: Context, plan: PlanName): boolean => isAllowed(plan, ctx.config.publish.phase);

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
    conflicts: wishes.conflicts,
    requests,
    minutes: requests / (ctx.config.asana.requests_per_minute ?? 1_500),
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

async function wishProjects(desk: Desk): Promise<WishedValues[]> {
  const rows = (await readProjectRows(desk.release)).filter(({ project_gid }) => desk.scope.project(project_gid));
  return wishProjectSummaries(rows, desk.now);
}

/** Values of all plans together, so that each field is created and attached once. */
function valueWishes(desk: Desk, wishes: readonly WishedValues[]): Wishes {
  const { publish } = desk.ctx.config;
  const used = new Set(
    wishes.flatMap(({ wished }) => [...wished].filter(([, value]) => value !== null).map(([key]) => key)),
  );
  const wanted = ownFields.filter(
    (field) => allows(desk.ctx, field.plan) && (used.has(field.key) || desk.ledger.managed.has(fieldKey(field))),
  );
  const settings = { prefix: publish.field_prefix, mapped: publish.fields };
  const resolved = resolveFields(wanted, settings, desk.now, desk.ledger);
  return joinWishes([resolved, planValues(wishes, resolved.fields, desk.ledger)]);
}

/** Runs a plan on a project of ours, created where it is missing and where there is something to put in. */
async function inOwnProject(
  desk: Desk,
  key: OwnProjectKey & PlanName,
  plan: (desk: Desk, project: OwnProject) => Promise<Wishes>,
): Promise<Wishes> {
  if (!allows(desk.ctx, key)) return nothing;
  const configured = desk.ctx.config.publish.projects[key];
  const input = { key, configured, managers: await readManagers(desk.release), plan: key };
  const { project, ...place } = planOwnProject(input, desk.now, desk.ledger);
  const wishes = project ? await plan(desk, project) : nothing;
  return wishes.actions.length > 0 || !project ? joinWishes([place, wishes]) : wishes;
}

async function retroInsights(desk: Desk, project: OwnProject): Promise<Wishes> {
  const rows = (await readInsightRows(desk.release)).filter(
    ({ scope_type, scope_gid }) => scope_type !== "project" || desk.scope.project(scope_gid),
  );
  return planRetroInsights(rows, project, desk.ledger);
}

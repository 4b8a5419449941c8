import type { Asana } from "../asana/client.ts";
import type { Context } from "../context.ts";
import { createIntake } from "../warehouse/intake.ts";
import { mergeIncoming } from "../warehouse/merge.ts";
import { ensureRawTables, type RawTable } from "../warehouse/raw-table.ts";
import { lastSourceRequests } from "../warehouse/refresh-ledger.ts";
import type { Store } from "../warehouse/store.ts";
import { chooseListings } from "./choose-listings.ts";
import { beginExtract, readChangesSince } from "./extract-ledger.ts";
import { withoutLeftOut } from "./left-out.ts";
import { finishListings, readListingStates } from "./listing-ledger.ts";
import type { Night } from "./night.ts";
import { readOwnWrites } from "./own-writes.ts";
import { type Planned, planNight } from "./plan.ts";
import { readScope } from "./read-scope.ts";
import type { Resource } from "./resource.ts";
import { resources as allResources } from "./resources/index.ts";

/** Nights up to this many requests read everything afresh; longer ones read in turn what moves slowly. */
const mostRequestsFresh = 2_000;

export interface NightOptions {
  readonly store: Store;
  readonly full: boolean;
  readonly resources: readonly Resource[];
  readonly workspaceGid: string;
}

export interface NightPlan extends Planned {
  readonly rotates: boolean;
  /** True where no night has counted anything yet, so that the numbers mean nothing. */
  readonly isFirst: boolean;
}

/** Makes the raw tables, merges what a killed run left, decides what this night reads. */
export async function prepareNight(
  ctx: Context,
  asana: Asana,
  options: NightOptions,
): Promise<{ night: Night; plan: NightPlan }> {
  const { store, full, workspaceGid } = options;
  const { seq } = ctx.run;
  const tables = rawTables(allResources);
  await ensureRawTables(store, [...tables.values()]);
  const changesSince = await readChangesSince(store);
  const resumes = await beginExtract(store, { seq, isFull: full });
  await mergeLeftovers(store, tables, seq);
  if (resumes === undefined) await store.exclusive(() => store.database.run("delete from ledger.seen"));
  const states = await readListingStates(store);
  const plan = await decide(ctx, options, { states, changesSince });
  const { rotates } = plan;
  const never = ctx.config.extract.rotate === "never";
  const world = { ...worldOf(ctx, store, workspaceGid), rotates, changesSince };
  const night: Night = {
    asana,
    store,
    intake: createIntake(store, finishListings),
    log: ctx.log,
    seq,
    concurrency: ctx.config.asana.concurrency,
    world,
    tables,
    scope: withoutLeftOut(await readScope(ctx.config.scope, asana, store), ctx.config.privacy.left_out),
    own: await readOwnWrites(store, Object.values(ctx.config.publish.fields)),
    states,
    resumes,
    choose: (resource, listings) => chooseListings({ states, full, rotates, never }, resource, listings),
  };
  return { night, plan };
}

/** Pages that a killed run read and did not merge. */
async function mergeLeftovers(store: Store, tables: ReadonlyMap<string, RawTable>, seq: number): Promise<void> {
  const left = await store.exclusive(() =>
    store.database.rows<{ table_name: string }>("select distinct table_name from ledger.incoming order by table_name"),
  );
  for (const { table_name } of left) {
    const table = tables.get(table_name);
    if (table) await mergeIncoming(store, table, seq);
  }
}

/** What the next night would read and cost, without a request. Undefined where the store knows no workspace yet. */
export async function planExtract(
  ctx: Context,
  { store, full = false }: { readonly store: Store; readonly full?: boolean },
): Promise<NightPlan | undefined> {
  const [identity] = await store.exclusive(() =>
    store.database.rows<{ workspace_gid: string }>("from ledger.identity"),
  );
  const [tasks] = await store.exclusive(() =>
    store.database.rows("select 1 from information_schema.tables where table_schema = 'raw' and table_name = 'tasks'"),
  );
  if (!identity || !tasks) return undefined;
  const options = { store, full, resources: allResources, workspaceGid: identity.workspace_gid };
  return decide(ctx, options, { states: await readListingStates(store), changesSince: await readChangesSince(store) });
}

async function decide(
  ctx: Context,
  { store, full, resources, workspaceGid }: NightOptions,
  known: Pick<Night, "states"> & { readonly changesSince: string | undefined },
): Promise<NightPlan> {
  const { rotate } = ctx.config.extract;
  const world = { ...worldOf(ctx, store, workspaceGid), changesSince: known.changesSince };
  const lastRequests = await lastSourceRequests(store);
  const input = { resources, world, states: known.states, lastRequests, full, never: rotate === "never" };
  const isFirst = ![...known.states.values()].some((state) => state.complete_at);
  const fresh = await planNight({ ...input, rotates: false });
  const rotates =
    !full && !isFirst && (rotate === "always" || (rotate === "auto" && fresh.requests >= mostRequestsFresh));
  return { ...(rotates ? await planNight({ ...input, rotates }) : fresh), rotates, isFirst };
}

const worldOf = (ctx: Context, store: Store, workspaceGid: string) => ({
  workspaceGid,
  asOf: ctx.run.asOf,
  historyDays: ctx.config.extract.history_days,
  reads: {
    stories: ctx.config.extract.stories,
    attachments: ctx.config.extract.attachments,
    projectBriefs: ctx.config.extract.project_briefs,
    storiesProjects: ctx.config.extract.stories_projects,
    storiesDays: ctx.config.extract.stories_days ?? ctx.config.extract.history_days,
  },
  portfolios: ctx.config.scope.portfolios ?? [],
  rows: <T>(sql: string) => store.exclusive(() => store.database.rows<T>(sql)),
});

/** One raw table per resource that has one of its own. */
export function rawTables(resources: readonly Resource[]): ReadonlyMap<string, RawTable> {
  return new Map(resources.filter(({ into }) => !into).map(({ name, columns }) => [name, { name, columns }]));
}

import type { Asana } from "../asana/client.ts";
import type { Context } from "../context.ts";
import { lastSourceStates, noteDataAsOf, recordSources, type SourceRow } from "../warehouse/refresh-ledger.ts";
import { claimStore, type Store } from "../warehouse/store.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { controlTotal } from "./control-totals.ts";
import { finishExtract } from "./extract-ledger.ts";
import { stateKey } from "./listing-ledger.ts";
import type { Night, SourceReport, SourceState } from "./night.ts";
import { comparePlan, type OffPlan } from "./plan.ts";
import { prepareNight } from "./prepare-night.ts";
import { inScopeOrder } from "./read-scope.ts";
import { readSource } from "./read-source.ts";
import { resources as allResources } from "./resources/index.ts";
import { runInOrder } from "./run-in-order.ts";
import { sweep } from "./sweep.ts";

export interface ExtractOptions {
  readonly asana: Asana;
  readonly store: Store;
  /** Ignores cursors and ages: reads everything. */
  readonly full?: boolean;
  /** Names of resources; the others are left as they are. */
  readonly only?: readonly string[];
}

export interface ExtractSummary {
  readonly workspaceGid: string;
  readonly workspaceName: string;
  readonly numberOfRequests: number;
  /** Objects seen for the first time, in a new version, gone, or hidden from this token. */
  readonly added: number;
  readonly changed: number;
  readonly deleted: number;
  readonly noLongerVisible: number;
  readonly sources: readonly (SourceRow & { readonly state: SourceState })[];
  /** Sources that were read the night before and could not be read now. */
  readonly newlyMissing: readonly string[];
  /** What a person should know, in sentences. */
  readonly notes: readonly string[];
  /** True where the night was too long to read everything afresh, so that what moves slowly is read in turn. */
  readonly rotates: boolean;
  /** What the plan expected; null on the first night. */
  readonly plannedRequests: number | null;
  /** Sources that took another number of requests than planned, by far; the greatest difference first. */
  readonly offPlan: readonly OffPlan[];
  /** True where a killed run was resumed. */
  readonly isResumed: boolean;
}

/** Reads Asana into the store: every resource in its order, then what has gone. Can be run again without harm. */
export async function extract(ctx: Context, options: ExtractOptions): Promise<ExtractSummary> {
  const asana = options.asana.counted();
  const { store } = options;
  const workspace = await chooseWorkspace(asana, ctx.config.workspace);
  await claimStore(store, workspace.gid);
  const startedAt = ctx.clock().toISOString();
  const resources = inScopeOrder(allResources, ctx.config).filter(
    ({ name }) => !options.only || options.only.includes(name),
  );
  const { full = false } = options;
  const { night, plan } = await prepareNight(ctx, asana, { store, full, resources, workspaceGid: workspace.gid });
  const reports = await runInOrder(resources, (resource, isSecondDue) => readSource(night, resource, isSecondDue));
  const swept = await sweep({
    night,
    resources,
    reports,
    shrinkThreshold: ctx.config.extract.shrink_threshold,
  });
  const sources = await recordReports(night, reports);
  const newlyMissing = await findNewlyMissing(store, ctx.run.seq, reports);
  await finishExtract(store, ctx.run.seq, { requests: asana.requests(), planned: plan.isFirst ? null : plan.requests });
  await noteDataAsOf(store, ctx.run.seq, startedAt);
  for (const note of swept.notes) ctx.log({ type: "warn", message: note });
  const offPlan = plan.isFirst ? [] : comparePlan(plan, reports, swept.numberOfRequests);
  return {
    workspaceGid: workspace.gid,
    workspaceName: workspace.name,
    numberOfRequests: asana.requests(),
    added: sum(reports, (report) => report.added),
    changed: sum(reports, (report) => report.changed),
    deleted: swept.deleted,
    noLongerVisible: swept.noLongerVisible,
    sources,
    newlyMissing,
    notes: swept.notes,
    isResumed: night.resumes !== undefined,
    rotates: plan.rotates,
    plannedRequests: plan.isFirst ? null : plan.requests,
    offPlan,
  };
}

const sum = (reports: readonly SourceReport[], read: (report: SourceReport) => number): number =>
  reports.reduce((total, report) => total + read(report), 0);

async function recordReports(night: Night, reports: readonly SourceReport[]) {
  const rows: (SourceRow & { readonly state: SourceState })[] = [];
  // Where neither the flat list nor that of a task may be read, a difference from Asana's own sums needs no explanation.
  const isTimeUnreadable = ["time_entries", "task_time_entries"].every((name) =>
    reports.some(({ source, state }) => source === name && (state === "absent" || state === "refused")),
  );
  for (const report of reports) {
    rows.push({
      source: report.source,
      state: report.state,
      detail: report.detail,
      numberOfRows: night.tables.has(report.source) ? await countRows(night.store, report.source) : null,
      numberOfRequests: report.numberOfRequests,
      readAt: oldestReading(night, report),
      ...(isTimeUnreadable && report.source === "time_entries" ? {} : await controlTotal(night.store, report.source)),
    });
  }
  await recordSources(night.store, night.seq, rows);
  return rows;
}

async function countRows(store: Store, table: string): Promise<number> {
  const [row] = await store.exclusive(() =>
    store.database.rows<{ n: number }>(
      `select count(*) as n from raw.${table} where _to_seq is null and _deleted_at is null`,
    ),
  );
  return row!.n;
}

/** A source is as old as the listing of it that was read completely the longest ago; null if one never was. */
function oldestReading({ states }: Night, { source, results, named }: SourceReport): string | null {
  const tonight = new Map(
    results.filter(({ outcome }) => outcome === "done").map((result) => [result.listing.key, result.startedAt]),
  );
  const readings = named.map((key) => tonight.get(key) ?? states.get(stateKey(source, key))?.complete_at ?? "");
  return readings.reduce<string | null>((oldest, at) => (oldest === null || at < oldest ? at : oldest), null) || null;
}

const isRead = (state: string | undefined): boolean => state === "ok" || state === "partial";

async function findNewlyMissing(store: Store, seq: number, reports: readonly SourceReport[]): Promise<string[]> {
  const before = await lastSourceStates(store, seq);
  return reports
    .filter(({ source, state }) =>
      before.has(source) ? isRead(before.get(source)) && !isRead(state) : state === "failed",
    )
    .map(({ source }) => source);
}

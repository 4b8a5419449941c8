import type { Asana } from "../asana/client.ts";
import { AsanaError, isNotOffered, isUnknownObject } from "../asana/errors.ts";
import { quoteText } from "../warehouse/database.ts";
import { markDeleted, mergeIncoming } from "../warehouse/merge.ts";
import type { RawTable } from "../warehouse/raw-table.ts";
import { buryChildren } from "./bury-children.ts";
import { inParallel } from "./in-parallel.ts";
import { countUnexplained } from "./lost-with-others.ts";
import type { Night, SourceReport } from "./night.ts";
import { withoutOwnWrites } from "./own-writes.ts";
import type { Listing, Resource } from "./resource.ts";

export interface Sweep {
  readonly deleted: number;
  readonly noLongerVisible: number;
  /** What was not decided, in words. */
  readonly notes: readonly string[];
  readonly numberOfRequests: number;
}

export interface SweepOptions {
  readonly night: Night;
  readonly resources: readonly Resource[];
  readonly reports: readonly SourceReport[];
  /** Share of a table that may vanish in one night before it looks like a mistake. */
  readonly shrinkThreshold: number;
}

/** Few objects may always vanish, however small the table. */
const fewEnough = 20;
/** Asked one by one in a night; the rest waits for the next one. */
const mostAsked = 2_000;

interface Missing {
  readonly gid: string;
}

/**
 * Finds what complete listings should have shown and did not, asks Asana for each, and marks as gone what it does not
 * know (404) or no longer shows (403). Objects that turned up elsewhere are taken as they are now.
 */
export async function sweep(options: SweepOptions): Promise<Sweep> {
  const asana = options.night.asana.counted();
  const total = { deleted: 0, noLongerVisible: 0 };
  const notes: string[] = [];
  for (const [table, resources] of byTable(options.resources)) {
    const asked = new Set<string>();
    // What has gone may take others along, level by level: a task its subtasks.
    for (let lost = 1; lost > 0; ) {
      const part = await sweepTable({ ...options, asana }, { tableName: table, resources, asked });
      lost = part.deleted + part.noLongerVisible;
      total.deleted += part.deleted;
      total.noLongerVisible += part.noLongerVisible;
      notes.push(...part.notes);
    }
  }
  const buried = await buryChildren(options.night, options.resources);
  total.deleted += buried.deleted;
  total.noLongerVisible += buried.noLongerVisible;
  await buryEntriesOfDeletedTasks(options.night, asana);
  return { ...total, notes, numberOfRequests: asana.requests() };
}

/** Asana deletes the time of a task with it, without a trace; should the task come back, its minutes tell. */
async function buryEntriesOfDeletedTasks(night: Night, asana: Asana): Promise<void> {
  const { store, tables, seq } = night;
  const table = tables.get("time_entries");
  if (!table) return;
  const isOf = (tasks: string) => `select gid from raw.time_entries
    where _to_seq is null and _deleted_at is null and task_gid in (${tasks}) order by gid`;
  const deleted =
    "select gid from raw.tasks where _to_seq is null and _deleted_at is not null and _deleted_reason = 'deleted'";
  const gone = (await findGoneTasks(night, asana)).map(quoteText);
  const rows = await store.exclusive(() =>
    store.database.rows<Missing>(
      isOf([deleted, ...(gone.length ? [`values (${gone.join("), (")})`] : [])].join(" union ")),
    ),
  );
  await markDeleted(store, table, { gids: rows.map(({ gid }) => gid), reason: "deleted with its task", seq });
}

interface Strange {
  readonly task_gid: string;
  readonly entry_gid: string;
}

/**
 * Tasks never held that went between the reading of their time and their own. To a token that may not see it a task is as
 * unknown as one that was deleted, so one of its entries is asked for: only what goes with its task is unknown then.
 */
async function findGoneTasks({ store, seq, concurrency }: Night, asana: Asana): Promise<string[]> {
  const strange = await store.exclusive(() =>
    store.database.rows<Strange>(`
      select task_gid, min(gid) as entry_gid from raw.time_entries
      where _to_seq is null and _deleted_at is null and task_gid in (
        select listing from ledger.listings where source = 'stray_tasks' and state = 'gone' and seq = ${seq}
          and listing not in (select gid from raw.tasks where _to_seq is null))
      group by task_gid order by task_gid`),
  );
  const gone: string[] = [];
  await inParallel(strange, concurrency, async ({ task_gid, entry_gid }) => {
    const isThere = await asana.get(`/time_tracking_entries/${entry_gid}`).then(
      () => true,
      (error: unknown) => !isUnknownObject(error),
    );
    if (!isThere) gone.push(task_gid);
  });
  return gone;
}

/** Several resources may fill one table; what one of them has shown, the others need not. */
function byTable(resources: readonly Resource[]): Map<string, Resource[]> {
  const tables = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const table of Object.keys(resource.covers?.([]) ?? {})) {
      tables.set(table, [...(tables.get(table) ?? []), resource]);
    }
  }
  return tables;
}

type Part = Omit<Sweep, "numberOfRequests">;

interface Swept {
  readonly tableName: string;
  readonly resources: readonly Resource[];
  /** Gids that were asked for tonight. */
  readonly asked: Set<string>;
}

async function sweepTable(
  options: SweepOptions & { asana: Asana },
  { tableName, resources, asked }: Swept,
): Promise<Part> {
  const { night, reports, shrinkThreshold } = options;
  const table = night.tables.get(tableName);
  const predicates = resources.flatMap((resource) => predicateOf(resource, tableName, reports));
  if (!table || !predicates.length) return { deleted: 0, noLongerVisible: 0, notes: [] };
  const { missing, held } = await findMissing(night, tableName, predicates);
  const broken = new Set(reports.flatMap((report) => report.tally.brokenGids));
  const candidates = missing.filter((gid) => !broken.has(gid) && !asked.has(gid));
  if (!candidates.length) return { deleted: 0, noLongerVisible: 0, notes: [] };
  const unexplained = await countUnexplained(night.store, tableName, {
    gids: candidates,
    resources: options.resources,
  });
  if (unexplained > Math.max(fewEnough, shrinkThreshold * held)) {
    const note = `${unexplained} of ${held} ${tableName.replaceAll("_", " ")} are missing from tonight's listings, more than extract.shrink_threshold allows (${shrinkThreshold}); nothing was marked as deleted`;
    return { deleted: 0, noLongerVisible: 0, notes: [note] };
  }
  const resource = resources.find((item) => item.itemPath && (item.into ?? item.name) === tableName);
  const due = candidates.slice(0, Math.max(0, mostAsked - asked.size));
  for (const gid of due) asked.add(gid);
  return settle(options, { table, resource, candidates: due });
}

function predicateOf(resource: Resource, tableName: string, reports: readonly SourceReport[]): string[] {
  const complete = reports
    .filter((report) => report.source === resource.name)
    .flatMap((report) => report.results)
    .filter((result) => result.outcome === "done" || result.outcome === "gone")
    .map((result): Listing => result.listing);
  const predicate = complete.length ? resource.covers?.(complete)[tableName] : undefined;
  return predicate ? [`(${predicate})`] : [];
}

async function findMissing(
  { store }: Night,
  table: string,
  predicates: readonly string[],
): Promise<{ missing: string[]; held: number }> {
  return store.exclusive(async () => {
    const rows = await store.database.rows<Missing>(`
      select held.gid from raw.${table} held anti join (from ledger.seen where table_name = '${table}') seen using (gid)
      where held._to_seq is null and held._deleted_at is null and (${predicates.join(" or ")}) order by held.gid`);
    const [count] = await store.database.rows<{ n: number }>(
      `select count(*) as n from raw.${table} where _to_seq is null and _deleted_at is null`,
    );
    return { missing: rows.map(({ gid }) => gid), held: count!.n };
  });
}

interface Candidates {
  readonly table: RawTable;
  readonly resource: Resource | undefined;
  readonly candidates: readonly string[];
}

async function settle(
  { night, asana }: SweepOptions & { asana: Asana },
  { table, resource, candidates }: Candidates,
): Promise<Part> {
  const { store, seq } = night;
  if (!resource?.itemPath) {
    await markDeleted(store, table, { gids: candidates, reason: "deleted", seq });
    return { deleted: candidates.length, noLongerVisible: 0, notes: [] };
  }
  const gone: string[] = [];
  const hidden: string[] = [];
  const unclear: string[] = [];
  await inParallel(candidates, night.concurrency, async (gid) => {
    const outcome = await askFor(night, asana, { resource, gid });
    if (outcome === "gone") gone.push(gid);
    else if (outcome === "hidden") hidden.push(gid);
    else if (outcome === "unclear") unclear.push(gid);
  });
  await mergeIncoming(store, table, seq);
  await markDeleted(store, table, { gids: gone, reason: "deleted", seq });
  await markDeleted(store, table, { gids: hidden, reason: "no longer visible", seq });
  const notes = unclear.length
    ? [
        `${unclear.length} missing ${table.name.replaceAll("_", " ")} could not be asked for; they stay until the next night`,
      ]
    : [];
  return { deleted: gone.length, noLongerVisible: hidden.length, notes };
}

async function askFor(
  { store, seq, intake, own, scope }: Night,
  asana: Asana,
  { resource, gid }: { resource: Resource; gid: string },
): Promise<"gone" | "hidden" | "there" | "unclear"> {
  try {
    // Whether it is there needs no field, and not every single object takes opt_fields.
    const fields = resource.refreshesFromItem ? { opt_fields: resource.optFields } : {};
    const item = await asana.get(resource.itemPath!(gid), fields);
    const parsed = resource.schema.safeParse(item);
    if (!resource.refreshesFromItem || !parsed.success) return "there";
    const rows = resource.rows(parsed.data as never, { key: gid, path: "" }, 0).filter(({ table }) => !table);
    await intake.add({
      source: "moved",
      listing: resource.into ?? resource.name,
      seq,
      startedAt: store.clock().toISOString(),
      numberOfRows: rows.length,
      nextOffset: null,
      rows: rows.map(({ values }) => ({
        table: resource.into ?? resource.name,
        gid,
        row: JSON.stringify(scope.limit(resource.into ?? resource.name, withoutOwnWrites(values, own))),
      })),
    });
    return "there";
  } catch (error) {
    if (!(error instanceof AsanaError)) throw error;
    if (isUnknownObject(error)) return "gone";
    // Where single objects are not to be had, a complete listing is proof enough, unless they may live on elsewhere.
    if (isNotOffered(error) && error.code !== "html") return resource.refreshesFromItem ? "unclear" : "gone";
    return error.status === 403 ? "hidden" : "unclear";
  }
}

import { quoteText } from "./database.ts";
import type { Store } from "./store.ts";

export interface RefreshStart {
  readonly runId: string;
  /** ISO instant. */
  readonly startedAt: string;
  /** YYYY-MM-DD. */
  readonly asOf: string;
  readonly timeZone: string;
  readonly stages: readonly string[];
}

export interface RefreshEnd {
  readonly seq: number;
  readonly finishedAt: string;
  readonly dataAsOfAt?: string | undefined;
  readonly numberOfRequests?: number | undefined;
  readonly exitCode: number;
  readonly releasePath?: string | undefined;
  readonly summary?: unknown;
}

/** Opens a run in the ledger and returns its number, from 1. */
export async function startRefresh(store: Store, start: RefreshStart): Promise<number> {
  return store.transaction(async () => {
    const [row] = await store.database.rows<{ seq: number }>(
      "select coalesce(max(seq), 0) + 1 as seq from ledger.refreshes",
    );
    await store.database.run(
      `insert into ledger.refreshes (seq, run_id, started_at, as_of_on, time_zone, stages)
       values ($1, $2, $3::timestamp, $4::date, $5, $6)`,
      [row!.seq, start.runId, start.startedAt, start.asOf, start.timeZone, start.stages.join(",")],
    );
    return row!.seq;
  });
}

/** Notes when the data were read, as soon as extract is done: transform reads it. */
export async function noteDataAsOf(store: Store, seq: number, at: string): Promise<void> {
  await store.exclusive(() =>
    store.database.run("update ledger.refreshes set data_as_of_at = $1::timestamp where seq = $2", [at, seq]),
  );
}

/** Closes a run in the ledger. What is left out stays as it was. */
export async function finishRefresh(store: Store, end: RefreshEnd): Promise<void> {
  await store.exclusive(() =>
    store.database.run(
      `update ledger.refreshes set finished_at = $1::timestamp, exit_code = $2,
         data_as_of_at = coalesce($3::timestamp, data_as_of_at), number_of_requests = coalesce($4, number_of_requests),
         release_path = coalesce($5, release_path), summary = coalesce($6::json, summary)
       where seq = $7`,
      [
        end.finishedAt,
        end.exitCode,
        end.dataAsOfAt ?? null,
        end.numberOfRequests ?? null,
        end.releasePath ?? null,
        end.summary === undefined ? null : JSON.stringify(end.summary),
        end.seq,
      ],
    ),
  );
}

export interface SourceRow {
  readonly source: string;
  readonly state: string;
  readonly detail: string;
  readonly numberOfRows: number | null;
  readonly numberOfRequests: number;
  /** When it was last read completely; null if never. */
  readonly readAt: string | null;
  readonly asanaSays?: number | null;
  readonly warehouseSays?: number | null;
  readonly isExplained?: boolean | null;
}

/** Writes the state of each source after a run; a second call for the same run replaces the first. */
export async function recordSources(store: Store, seq: number, sources: readonly SourceRow[]): Promise<void> {
  if (!sources.length) return;
  const text = (value: string | null) => (value === null ? "null" : quoteText(value));
  const values = sources.map((row) =>
    [
      seq,
      text(row.source),
      text(row.state),
      text(row.detail || null),
      ...[row.numberOfRows, row.numberOfRequests].map(String),
      text(row.readAt),
      ...[row.asanaSays, row.warehouseSays, row.isExplained].map((value) => String(value ?? null)),
    ].join(", "),
  );
  await store.exclusive(() =>
    store.database.run(`insert or replace into ledger.sources values ${values.map((row) => `(${row})`).join(", ")}`),
  );
}

/** The state of each source after the newest run before `seq`. */
export async function lastSourceStates(store: Store, seq: number): Promise<ReadonlyMap<string, string>> {
  const rows = await store.exclusive(() =>
    store.database.rows<{ source: string; state: string }>(
      "select source, arg_max(state, seq) as state from ledger.sources where seq < $1 group by source",
      [seq],
    ),
  );
  return new Map(rows.map(({ source, state }) => [source, state]));
}

/** How many requests each source took in the newest run that read it. */
export async function lastSourceRequests(store: Store): Promise<ReadonlyMap<string, number>> {
  const rows = await store.exclusive(() =>
    store.database.rows<{ source: string; n: number }>(
      "select source, arg_max(number_of_requests, seq) as n from ledger.sources where number_of_requests is not null group by source",
    ),
  );
  return new Map(rows.map(({ source, n }) => [source, n]));
}

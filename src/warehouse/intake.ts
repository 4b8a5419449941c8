import { quoteText } from "./database.ts";
import type { Store } from "./store.ts";

export interface IncomingRow {
  readonly table: string;
  readonly gid: string;
  /** The business columns as JSON text, in their declared order; its hash tells whether the row changed. */
  readonly row: string;
}

/** A page that arrived: its rows, and where its listing goes on. */
export interface IncomingPage {
  readonly source: string;
  readonly listing: string;
  readonly seq: number;
  readonly startedAt: string;
  readonly rows: readonly IncomingRow[];
  /** Rows of the listing so far. */
  readonly numberOfRows: number;
  readonly nextOffset: string | null;
}

export interface Intake {
  /** Notes the end of a listing with the next group of pages, after them. */
  finish(end: string): Promise<void>;
  /** Resolves when the page and its offset are on disk: whoever is killed after that need not read it again. */
  add(page: IncomingPage): Promise<void>;
}

/** The statement that notes how listings ended, from the texts that `finish` was given. */
export type FinishAll = (ends: readonly string[]) => string;

/** Writes pages in groups: all that arrive while one commit is under way share the next one. */
export function createIntake(store: Store, finishAll: FinishAll): Intake {
  let waiting: Waiting[] = [];
  let isWriting = false;

  async function writeAll(): Promise<void> {
    isWriting = true;
    while (waiting.length) {
      const group = waiting;
      waiting = [];
      try {
        await store.transaction(() =>
          writeGroup(
            store,
            finishAll,
            group.map((item) => item.what),
          ),
        );
        for (const item of group) item.resolve();
      } catch (error) {
        for (const item of group) item.reject(error);
      }
    }
    isWriting = false;
  }
  const enqueue = (what: IncomingPage | string): Promise<void> =>
    new Promise((resolve, reject) => {
      waiting.push({ what, resolve, reject });
      if (!isWriting) void writeAll();
    });
  return {
    add: (page) => enqueue(page),
    finish: (end) => enqueue(end),
  };
}

interface Waiting {
  readonly what: IncomingPage | string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

async function writeGroup(
  store: Store,
  finishAll: FinishAll,
  group: readonly (IncomingPage | string)[],
): Promise<void> {
  const pages = group.filter((what) => typeof what !== "string");
  if (pages.length) await writePages(store, pages);
  const ends = group.filter((what) => typeof what === "string");
  if (ends.length) await store.database.run(finishAll(ends));
}

async function writePages(store: Store, pages: readonly IncomingPage[]): Promise<void> {
  const appender = await store.database.connection.createAppender("incoming", "ledger");
  for (const page of pages) {
    for (const { table, gid, row } of page.rows) {
      appender.appendVarchar(table);
      appender.appendVarchar(page.listing);
      appender.appendVarchar(gid);
      appender.appendVarchar(row);
      appender.endRow();
    }
  }
  appender.closeSync();
  const at = quoteText(store.clock().toISOString());
  const latest = new Map(pages.map((page) => [`${page.source} ${page.listing}`, page]));
  await store.database.run(`insert into ledger.listings
    (source, listing, seq, state, started_at, next_offset, offset_at, number_of_rows)
    values ${[...latest.values()].map((page) => listingRow(page, at)).join(", ")}
    on conflict do update set seq = excluded.seq, state = excluded.state, started_at = excluded.started_at,
      next_offset = excluded.next_offset, offset_at = excluded.offset_at, number_of_rows = excluded.number_of_rows`);
}

const listingRow = (page: IncomingPage, at: string): string =>
  `(${quoteText(page.source)}, ${quoteText(page.listing)}, ${page.seq}, 'reading', ${quoteText(page.startedAt)}, ${page.nextOffset ? quoteText(page.nextOffset) : "null"}, ${at}, ${page.numberOfRows})`;

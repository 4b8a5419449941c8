import { quoteText } from "../warehouse/database.ts";
import type { Store } from "../warehouse/store.ts";
import type { Listing } from "./resource.ts";

export type ListingOutcome = "done" | "absent" | "refused" | "gone" | "failed";

export interface ListingState {
  readonly source: string;
  readonly listing: string;
  readonly seq: number;
  readonly state: "reading" | ListingOutcome;
  readonly started_at: string;
  readonly next_offset: string | null;
  readonly offset_at: string | null;
  readonly number_of_rows: number;
  /** When the last complete reading began. */
  readonly complete_at: string | null;
  readonly complete_seq: number | null;
  /** The run in which Asana last found it too large to be read whole; null where it was read whole since. */
  readonly too_large_seq: number | null;
}

export interface ListingResult {
  readonly source: string;
  readonly listing: Listing;
  readonly seq: number;
  readonly startedAt: string;
  readonly outcome: ListingOutcome;
  readonly numberOfRows: number;
  readonly detail?: string | undefined;
  /** The run in which Asana found the listing too large, this one or one before; undefined where it is read whole. */
  readonly tooLargeSeq?: number | undefined;
}

/** What is known of every listing, by source and key. */
export async function readListingStates(store: Store): Promise<Map<string, ListingState>> {
  const rows = await store.exclusive(() =>
    store.database.rows<ListingState>(
      "select source, listing, seq, state, started_at, next_offset, offset_at, number_of_rows, complete_at, complete_seq, too_large_seq from ledger.listings",
    ),
  );
  return new Map(rows.map((row) => [stateKey(row.source, row.listing), row]));
}

export const stateKey = (source: string, listing: string): string => `${source} ${listing}`;

/** How a listing ended, as a row of the ledger in SQL. */
export function endOfListing(finishedAt: Date, result: ListingResult): string {
  const isComplete = result.outcome === "done" && !result.listing.isPart;
  const startedAt = quoteText(result.startedAt);
  const cells = [
    quoteText(result.source),
    quoteText(result.listing.key),
    result.seq,
    quoteText(result.outcome),
    startedAt,
    quoteText(finishedAt.toISOString()),
    result.numberOfRows,
    result.detail ? quoteText(result.detail) : "null",
    isComplete ? startedAt : "null",
    isComplete ? result.seq : "null",
    result.tooLargeSeq ?? "null",
  ];
  return `(${cells.join(", ")})`;
}

/** The statement that notes how listings ended. Only a complete reading moves `complete_at`. */
export const finishListings = (ends: readonly string[]): string => `insert into ledger.listings
  (source, listing, seq, state, started_at, finished_at, number_of_rows, detail, complete_at, complete_seq, too_large_seq)
  values ${ends.join(", ")}
  on conflict do update set seq = excluded.seq, state = excluded.state, started_at = excluded.started_at,
    finished_at = excluded.finished_at, number_of_rows = excluded.number_of_rows, detail = excluded.detail,
    next_offset = null, offset_at = null, too_large_seq = excluded.too_large_seq,
    complete_at = coalesce(excluded.complete_at, complete_at), complete_seq = coalesce(excluded.complete_seq, complete_seq)`;

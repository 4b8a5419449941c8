import type { Asana, Page, Params } from "../asana/client.ts";
import { pageSize } from "../asana/pager.ts";

/**
 * Everything that a search finds, paged by hand: search has no offsets, so each page asks for what was created after
 * the last one, one millisecond of overlap included. Its order is not to be trusted and its index lags, so whoever uses
 * this compares the result with something else. `nextOffset` is the instant to go on from, which never expires.
 */
export async function* searchPages(asana: Asana, path: string, params: Params, from?: string): AsyncGenerator<Page> {
  const seen = new Set<unknown>();
  let after = from;
  for (;;) {
    const rows = await asana.search(path, {
      ...params,
      limit: pageSize,
      sort_by: "created_at",
      sort_ascending: true,
      ...(after ? { "created_at.after": after } : {}),
    });
    const next: string | null = rows.length < pageSize ? null : nextInstant(rows, after);
    const fresh = rows.filter((row) => !seen.has(row.gid));
    for (const row of rows) seen.add(row.gid);
    yield { rows: fresh, nextOffset: next, isRestart: false };
    if (!next) return;
    after = next;
  }
}

/** A full page of one and the same instant cannot be paged past: step over it, and leave the rest to the comparison. */
function nextInstant(rows: readonly Record<string, unknown>[], after: string | undefined): string {
  const instants = rows.map((row) => Date.parse(String(row.created_at))).filter(Number.isFinite);
  const overlapping = Math.max(...instants) - 1;
  const previous = after ? Date.parse(after) : Number.NEGATIVE_INFINITY;
  return new Date(overlapping > previous ? overlapping : overlapping + 2).toISOString();
}

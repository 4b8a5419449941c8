import type { Asana, Page, Params } from "../asana/client.ts";
import { AsanaError, isNotOffered } from "../asana/errors.ts";
import { pageSize } from "../asana/pager.ts";

export type SearchKey = "created_at" | "modified_at";

export interface SearchSpec {
  readonly workspaceGid: string;
  /** The instant that the pages go along. */
  readonly by: SearchKey;
  readonly filters: Params;
  readonly fields: string;
  /** Where to begin or go on; never expires. */
  readonly from?: string | undefined;
}

export const searchPath = (workspaceGid: string): string => `/workspaces/${workspaceGid}/tasks/search`;

/**
 * Everything that a search finds, paged by hand: search has no offsets, so each page asks for what came after the last
 * one, one millisecond of overlap included. Its order is not to be trusted and its index lags, so whoever uses this
 * compares the result with something else.
 */
export async function* searchPages(
  asana: Asana,
  { workspaceGid, by, filters, fields, from }: SearchSpec,
): AsyncGenerator<Page> {
  const seen = new Set<unknown>();
  let after = from;
  for (;;) {
    const rows = await asana
      .search(searchPath(workspaceGid), {
        ...filters,
        opt_fields: fields,
        limit: pageSize,
        sort_by: by,
        sort_ascending: true,
        ...(after ? { [`${by}.after`]: after } : {}),
      })
      .catch(asAbsent);
    const next: string | null = rows.length < pageSize ? null : nextInstant(rows, by, after);
    const fresh = rows.filter((row) => !seen.has(row.gid));
    for (const row of rows) seen.add(row.gid);
    yield { rows: fresh, nextOffset: next, isRestart: false };
    if (!next) return;
    after = next;
  }
}

/** Search may be lacking in the plan (402), to the token (403) or on the server; whoever reads goes the long way all the same. */
function asAbsent(error: unknown): never {
  const isLacking =
    error instanceof AsanaError && (error.status === 403 || error.status === 404 || isNotOffered(error));
  throw isLacking ? new AsanaError({ ...error, method: "GET", status: 402 }) : error;
}

/** A full page of one and the same instant cannot be paged past: step over it, and leave the rest to the comparison. */
function nextInstant(rows: readonly Record<string, unknown>[], by: SearchKey, after: string | undefined): string {
  const instants = rows.map((row) => Date.parse(String(row[by]))).filter(Number.isFinite);
  const overlapping = Math.max(...instants) - 1;
  const previous = after ? Date.parse(after) : Number.NEGATIVE_INFINITY;
  return new Date(overlapping > previous ? overlapping : overlapping + 2).toISOString();
}

import { isExpiredOffset } from "./errors.ts";
import type { Params } from "./transport.ts";

export interface Page {
  /** Rows as Asana sent them, each gid once per listing. */
  readonly rows: readonly Record<string, unknown>[];
  /** Where the next page starts; null at the end. Lives about 15 minutes. */
  readonly nextOffset: string | null;
  /** True for the first page after the offset expired: the listing has begun anew. */
  readonly isRestart: boolean;
}

export type Fetch = (path: string, params: Params) => Promise<Readonly<Record<string, unknown>>>;

export const pageSize = 100;
const mostRestarts = 5;

/**
 * Pages of a listing. Goes on while Asana names a next page, also when a page is empty; begins anew when the offset
 * expired; never changes the caller's params.
 */
export async function* readPages(fetch: Fetch, path: string, params: Params, from?: string): AsyncGenerator<Page> {
  const seen = new Set<string>();
  let offset = from ?? null;
  let restarts = 0;
  let isRestart = false;
  for (;;) {
    try {
      const body = await fetch(path, { ...params, limit: pageSize, ...(offset ? { offset } : {}) });
      offset = nextOffset(body);
      yield { rows: unseen(body.data, seen), nextOffset: offset, isRestart };
      isRestart = false;
      if (!offset) return;
    } catch (error) {
      if (!offset || !isExpiredOffset(error) || ++restarts > mostRestarts) throw error;
      offset = null;
      isRestart = true;
    }
  }
}

function nextOffset(body: Readonly<Record<string, unknown>>): string | null {
  const next = body.next_page as { offset?: unknown } | null | undefined;
  return typeof next?.offset === "string" && next.offset ? next.offset : null;
}

/** Rows without gid come through: whoever parses them counts them as broken. */
function unseen(data: unknown, seen: Set<string>): Record<string, unknown>[] {
  if (!Array.isArray(data)) return [];
  return data.filter((row: { gid?: unknown } | null) => {
    const gid = row?.gid;
    if (typeof gid !== "string") return true;
    if (seen.has(gid)) return false;
    seen.add(gid);
    return true;
  });
}

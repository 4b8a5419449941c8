import type { Store } from "../warehouse/store.ts";
import type { ListingResult } from "./listing-ledger.ts";
import { textList } from "./resource.ts";

interface Gid {
  readonly gid: string;
}

/**
 * Of the listings that were refused, those of projects that tonight's complete list of projects no longer shows: that the
 * token lost them is the sweep's news, told once, and not that of each thing that hangs on them.
 */
export async function ofProjectsNotShown(store: Store, results: readonly ListingResult[]): Promise<Set<string>> {
  const refused = results.filter(({ outcome }) => outcome === "refused").map(({ listing }) => listing);
  if (!refused.length) return new Set();
  const rows = await store.exclusive(() =>
    store.database.rows<Gid>(`
      select gid from raw.projects where _to_seq is null and gid in (${textList(refused)})
        and gid not in (select gid from ledger.seen where table_name = 'projects')
        and exists (from ledger.listings where source = 'projects' and listing = 'all' and state = 'done'
          and seq = (select max(seq) from ledger.listings))`),
  );
  return new Set(rows.map(({ gid }) => gid));
}

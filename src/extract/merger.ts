import { mergeIncoming } from "../warehouse/merge.ts";
import type { Night } from "./night.ts";
import type { Resource } from "./resource.ts";

/** Rows that may wait before they are merged; keeps the store and DuckDB's memory small. */
const mergeEvery = 10_000;

export interface Merger {
  note(rows: number): Promise<void>;
  merge(): Promise<void>;
  counts(): { added: number; changed: number };
}

/** Merges the tables that a resource fills, each time enough rows wait. */
export function createMerger(night: Night, resource: Resource): Merger {
  const total = { added: 0, changed: 0 };
  let waiting = 0;
  let hasRows = false;
  let merging: Promise<void> = Promise.resolve();
  const tables = [...night.tables.values()].filter(({ name }) => fills(resource, name));
  const mergeAll = async () => {
    for (const table of tables) {
      const counts = await mergeIncoming(night.store, table, night.seq);
      total.added += counts.added;
      total.changed += counts.changed;
    }
  };
  const merge = () => {
    if (!hasRows) return merging;
    waiting = 0;
    hasRows = false;
    merging = merging.then(mergeAll);
    return merging;
  };
  return {
    note: async (rows) => {
      waiting += rows;
      hasRows ||= rows > 0;
      if (waiting >= mergeEvery) await merge();
    },
    merge,
    counts: () => total,
  };
}

/** Projects also bring the settings of their fields and the fields that belong to one project. */
const fills = (resource: Resource, table: string): boolean =>
  table === (resource.into ?? resource.name) || (resource.alsoFills?.includes(table) ?? false);

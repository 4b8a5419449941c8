import { quoteText } from "../warehouse/database.ts";
import { markDeleted } from "../warehouse/merge.ts";
import type { Night } from "./night.ts";
import type { Resource } from "./resource.ts";

const notSeen = (table: string): string => `gid not in (select gid from ledger.seen where table_name = '${table}')`;
const goneFrom = (table: string): string =>
  `select gid, _deleted_reason from raw.${table} where _to_seq is null and _deleted_at is not null`;

export interface Buried {
  readonly deleted: number;
  readonly noLongerVisible: number;
}

interface Child {
  readonly gid: string;
  readonly table_name: string;
  readonly reason: string;
}

/**
 * What goes with its parent and is listed by it alone: sections, members, money and the like, without asking for each.
 * Their listings count as never read, so that a parent that comes back brings them back the same night.
 */
export async function buryChildren(night: Night, resources: readonly Resource[]): Promise<Buried> {
  const { store, tables, seq } = night;
  const pairs = pairsOf(resources);
  if (pairs.length === 0) return { deleted: 0, noLongerVisible: 0 };
  const children = await store.exclusive(() =>
    store.database.rows<Child>(`select table_name, gid, min(reason) as reason from (${pairs.map(childrenOf).join(" union all ")})
      group by table_name, gid order by table_name, gid`),
  );
  const groups = Map.groupBy(children, ({ table_name, reason }) => `${table_name} ${reason}`);
  for (const group of groups.values()) {
    const [{ table_name, reason }] = group as [Child];
    await markDeleted(store, tables.get(table_name)!, { gids: group.map(({ gid }) => gid), reason, seq });
  }
  const parents = [...new Set(pairs.map((pair) => pair.parent))].map((table) => `select gid from (${goneFrom(table)})`);
  await store.exclusive(() =>
    store.database.run(`update ledger.listings set complete_at = null, complete_seq = null
      where complete_seq is not null and source <> 'stories' and split_part(listing, '/', 1) in (${parents.join(" union ")})`),
  );
  const deleted = children.filter(({ reason }) => reason !== "no longer visible").length;
  return { deleted, noLongerVisible: children.length - deleted };
}

export interface Pair {
  readonly table: string;
  readonly column: string;
  readonly parent: string;
}

/** Which column of which table names what its rows go with. */
export const pairsOf = (resources: readonly Resource[]): Pair[] =>
  resources.flatMap(({ name, into, goesWith = {} }) =>
    Object.entries(goesWith).flatMap(([column, parents]) =>
      parents.map((parent) => ({ table: into ?? name, column, parent })),
    ),
  );

const childrenOf = ({ table, column, parent }: Pair): string => `
  select ${quoteText(table)} as table_name, child.gid,
    case when parent._deleted_reason = 'no longer visible' then 'no longer visible' else 'deleted with its parent' end as reason
  from (from raw.${table} where _to_seq is null and _deleted_at is null and ${notSeen(table)}) as child
  inner join (${goneFrom(parent)}) as parent on parent.gid = child.${column}`;

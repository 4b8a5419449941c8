import type { Store } from "../warehouse/store.ts";
import type { Values } from "./resource.ts";

/** What Plimsoll wrote itself: it must not look like anybody's work in the next night. */
export interface OwnWrites {
  /** Gids of the custom fields that only Plimsoll fills. */
  readonly fields: ReadonlySet<string>;
  /** Objects whose last change may be a write of ours, by gid. */
  readonly touched: ReadonlyMap<string, Touched>;
}

export interface Touched {
  /** Milliseconds since 1970 between which Asana noted our write. */
  readonly from: number;
  readonly to: number;
  /** As held, before it. */
  readonly modified_at: string;
}

/** Clocks of Asana and of this machine may differ by so much. */
const slack = 120_000;

/** Reads what earlier runs wrote; `mapped` are gids of fields that people handed over. */
export async function readOwnWrites(store: Store, mapped: readonly string[]): Promise<OwnWrites> {
  const rows = <T>(sql: string) => store.exclusive(() => store.database.rows<T>(sql));
  const fields = await rows<{ gid: string }>(
    "select object_gid as gid from ledger.managed_objects where object_type = 'custom_field'",
  );
  const touched = await rows<{ gid: string; from_at: string; to_at: string; modified_at: string }>(`
    with written as (
      select
        case when object_type in ('comment', 'subtask') then parent_gid else object_gid end as gid, intended_at,
        coalesce(finished_at, intended_at) as finished_at
      from ledger.writes
      where object_type in ('task_values', 'project_values', 'comment', 'subtask') and state in ('done', 'undone', 'unknown')
    ), latest as (
      select gid, max(intended_at) as from_at, max(finished_at) as to_at from written where gid is not null group by gid
    ), held as (
      select gid, modified_at from raw.tasks where _to_seq is null
      union all select gid, modified_at from raw.projects where _to_seq is null
    )
    select gid, from_at, to_at, modified_at from latest join held using (gid) where modified_at is not null`);
  return {
    fields: new Set([...fields.map(({ gid }) => gid), ...mapped]),
    touched: new Map(
      touched.map(({ gid, from_at, to_at, modified_at }) => [
        gid,
        { from: Date.parse(from_at) - slack, to: Date.parse(to_at) + slack, modified_at },
      ]),
    ),
  };
}

/**
 * A row as it would be without what Plimsoll wrote: without the values of its fields, and last modified when somebody
 * else did. So neither attaching a field nor filling it makes a version.
 */
export function withoutOwnWrites(values: Values, { fields, touched }: OwnWrites): Values {
  if (fields.size === 0 && touched.size === 0) return values;
  const { custom_fields, modified_at } = values;
  const own = touched.get(values.gid);
  const isOurs = own && typeof modified_at === "string" && isWithin(Date.parse(modified_at), own);
  return {
    ...values,
    ...(isOurs ? { modified_at: own.modified_at } : {}),
    ...(Array.isArray(custom_fields) && fields.size > 0
      ? { custom_fields: custom_fields.filter(({ gid }: { readonly gid?: unknown }) => !fields.has(String(gid))) }
      : {}),
  };
}

const isWithin = (at: number, { from, to }: Touched): boolean => at >= from && at <= to;

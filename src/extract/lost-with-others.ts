import { quoteText } from "../warehouse/database.ts";
import type { Store } from "../warehouse/store.ts";
import { pairsOf } from "./bury-children.ts";
import type { Resource } from "./resource.ts";

interface Missing {
  readonly gid: string;
  readonly parent_gid: string | null;
  readonly is_with_its_own: boolean;
}

const gone = (table: string): string =>
  `(select coalesce(list(gid), []) from raw.${table} where _to_seq is null and _deleted_at is not null)`;

/** What a missing row went with, in SQL: tasks with all their projects, time entries with their task. */
const queries: Readonly<Record<string, string>> = {
  tasks: `select gid, parent_gid, coalesce(list_contains(${gone("tasks")}, parent_gid), false) or json_array_length(memberships) > 0
    and list_has_all(${gone("projects")}, json_extract_string(memberships, '$[*].project_gid')) as is_with_its_own from raw.tasks`,
  time_entries: `select gid, null as parent_gid, list_contains(${gone("tasks")}, task_gid) as is_with_its_own
    from raw.time_entries`,
};

/**
 * Of missing rows, the number that nothing explains: a deleted project takes its tasks, sections and money with it, a task
 * its subtasks and its time, however large a share of the workspace they are.
 */
export async function countUnexplained(
  store: Store,
  table: string,
  { gids, resources }: { readonly gids: readonly string[]; readonly resources: readonly Resource[] },
): Promise<number> {
  const query = queries[table] ?? queryOf(table, resources);
  if (!query) return gids.length;
  const rows = await store.exclusive(() =>
    store.database.rows<Missing>(`${query} where _to_seq is null and gid in (${gids.map(quoteText).join(", ")})`),
  );
  const all = new Set(gids);
  return rows.filter((row) => !row.is_with_its_own && !(row.parent_gid && all.has(row.parent_gid))).length;
}

function queryOf(table: string, resources: readonly Resource[]): string | undefined {
  const pairs = pairsOf(resources).filter((pair) => pair.table === table);
  const tests = pairs.map(({ column, parent }) => `list_contains(${gone(parent)}, ${column})`);
  return tests.length
    ? `select gid, null as parent_gid, ${tests.join(" or ")} as is_with_its_own from raw.${table}`
    : undefined;
}

import { quoteText } from "./database.ts";
import { leftOutName } from "./left-out.ts";
import { erasePieces } from "./model-runs.ts";
import type { Store } from "./store.ts";

/** A column of the store that may hold a person's name or address within other text. */
interface TextColumn {
  readonly table: string;
  readonly column: string;
  readonly type: "json" | "varchar";
}

/** What Plimsoll itself put into words or copied; texts that people wrote in Asana are theirs to change there. */
const textColumns: readonly TextColumn[] = [
  ...(["tasks", "projects", "portfolios", "users"] as const).map((name) => ({
    table: `raw.${name}`,
    column: "custom_fields",
    type: "json" as const,
  })),
  { table: "ledger.incoming", column: "row", type: "varchar" },
  { table: "ledger.writes", column: "why", type: "varchar" },
  { table: "ledger.writes", column: "old_value", type: "json" },
  { table: "ledger.writes", column: "new_value", type: "json" },
  { table: "ledger.writes", column: "error", type: "varchar" },
  { table: "ledger.publish_plans", column: "plan", type: "json" },
  { table: "ledger.refreshes", column: "summary", type: "json" },
  { table: "ledger.model_calls", column: "prompt", type: "varchar" },
  { table: "ledger.model_calls", column: "answer", type: "varchar" },
  { table: "ledger.forecasts", column: "features", type: "json" },
];

/** A shorter name stands inside other words too often to be taken out of texts. */
const shortestName = 3;

export interface Remembered {
  /** Names that the store holds of these people, in any version; none where all are forgotten. */
  readonly names: readonly string[];
  readonly addresses: readonly string[];
  /** Notes on their time entries. */
  readonly number_of_notes: number;
}

/** What the store still knows of people by name. */
export async function remembered({ database }: Store, people: readonly string[]): Promise<Remembered> {
  const gids = listOf(people);
  const [row] = await database.rows<Remembered>(`
    select
      coalesce((select list(distinct name order by name) from raw.users
        where gid in ${gids} and name <> ${quoteText(leftOutName)}), []) as names,
      coalesce((select list(distinct email order by email) from raw.users
        where gid in ${gids} and email is not null), []) as addresses,
      (select count(*) from raw.time_entries where user_gid in ${gids} and description is not null) as number_of_notes`);
  return row!;
}

/**
 * Takes names, addresses, fields and notes of people out of every version and ledger, in one transaction. Gids, dates and hours
 * stay, so that sums do. The old values lie in free pages of the file until it is written anew (rewrite-store.ts).
 */
export async function forgetPeople(store: Store, people: readonly string[]): Promise<void> {
  const { names, addresses } = await store.exclusive(() => remembered(store, people));
  const gids = listOf(people);
  const words = [...names, ...addresses].filter((word) => word.length >= shortestName);
  await store.transaction(async () => {
    const { database } = store;
    await database.run(`update raw.users set name = ${quoteText(leftOutName)}, email = null, custom_fields = '[]'
      where gid in ${gids}`);
    await database.run(`update raw.time_entries set description = null where user_gid in ${gids}`);
    const held = await columnsHeld(store);
    for (const column of textColumns.filter((one) => held.has(`${one.table}.${one.column}`))) {
      for (const word of words) await database.run(replacement(column, word));
    }
    if (held.has("ledger.model_pieces.content")) await erasePieces(database, words);
  });
}

/** In JSON a name stands with its quotes and line breaks escaped. */
function replacement({ table, column, type }: TextColumn, word: string): string {
  const found = quoteText(type === "json" || column === "row" ? JSON.stringify(word).slice(1, -1) : word);
  const text = `"${column}"::varchar`;
  return `update ${table} set "${column}" = replace(${text}, ${found}, ${quoteText(leftOutName)})::${type}
    where contains(${text}, ${found})`;
}

/** Tables of resources exist from the first night that knew them. */
async function columnsHeld({ database }: Store): Promise<ReadonlySet<string>> {
  const rows = await database.rows<{ name: string }>(
    `select schema_name || '.' || table_name || '.' || column_name as name from duckdb_columns()
     where database_name = current_database()`,
  );
  return new Set(rows.map(({ name }) => name));
}

const listOf = (gids: readonly string[]): string => `(${gids.map(quoteText).join(", ")})`;

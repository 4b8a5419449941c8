import type { Database } from "../warehouse/database.ts";
import { quoteName, quoteText } from "../warehouse/database.ts";
import type { DictionaryTable } from "../warehouse/dictionary.ts";
import type { SqlFile } from "./sql-models.ts";

/** What is known of one column of the release. The rows of meta.columns. */
export interface DescribedColumn {
  readonly table_name: string;
  readonly column_name: string;
  readonly type: string;
  readonly about: string;
  readonly is_grain: boolean;
}

export interface DescribedTable {
  readonly name: string;
  readonly about: string;
  readonly columns: readonly DescribedColumn[];
}

/** What explains the tables of a release: the dictionary, the models' headers, and what is said of columns added to a table. */
export interface Explanations {
  readonly dictionary: ReadonlyMap<string, DictionaryTable>;
  readonly models: readonly SqlFile[];
  readonly added: Readonly<Record<string, readonly { readonly name: string; readonly about: string }[]>>;
}

/** Describes every table of the catalog in use, from the dictionary where it knows the table, else from the model's header. */
export async function describeTables(
  db: Database,
  { dictionary, models, added }: Explanations,
): Promise<DescribedTable[]> {
  const rows = await db.rows<{ table_name: string; column_name: string; type: string }>(`
    select schema_name || '.' || table_name as table_name, column_name, data_type as type
    from duckdb_columns()
    where database_name = current_database() and schema_name in ('staging', 'marts', 'meta')
    order by table_name, column_index`);
  const byName = new Map(models.map((model) => [model.name, model]));
  return [...Map.groupBy(rows, (row) => row.table_name)].map(([name, columns]) => {
    const declared = dictionary.get(name);
    const model = byName.get(name);
    const addedHere = new Map(added[name]?.map((column) => [column.name, column.about]));
    const grain = declared?.grain ?? model?.header.grain ?? [];
    return {
      name,
      about: declared?.about ?? model?.header.about ?? "",
      columns: columns.map((column) => ({
        ...column,
        about: addedHere.get(column.column_name) ?? aboutColumn(column.column_name, { declared, model }),
        is_grain: grain.includes(column.column_name),
      })),
    };
  });
}

/** Columns of staging are renamed and typed only, so their own name in Asana (or in the store) says what they are. */
function aboutColumn(
  name: string,
  { declared, model }: { declared: DictionaryTable | undefined; model: SqlFile | undefined },
): string {
  const written = declared?.columns.find((column) => column.name === name)?.about;
  if (written) return written;
  const source = /from source\.(\w+)/.exec(model?.sql ?? "")?.[1] ?? "the store";
  const original = new RegExp(`^\\s*"?(\\w+)"? as "?${name}"?,?$`, "m").exec(model?.sql ?? "")?.[1] ?? name;
  return source.startsWith("ledger_") || source.startsWith("config_") || source === "settings"
    ? `${original} of ${source.replace("_", " ")} in the store`
    : `${original} of ${source}, as Asana gives it`;
}

/** Writes the descriptions onto the tables of a catalog as COMMENTs. */
export async function commentTables(db: Database, catalog: string, tables: readonly DescribedTable[]): Promise<void> {
  const statements = tables.flatMap((table) => [
    `comment on table ${catalog}.${table.name} is ${quoteText(table.about)}`,
    ...table.columns.map(
      (column) =>
        `comment on column ${catalog}.${table.name}.${quoteName(column.column_name)} is ${quoteText(column.about)}`,
    ),
  ]);
  if (statements.length > 0) await db.run(statements.join(";\n"));
}

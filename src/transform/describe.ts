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

/** Describes every table of the catalog in use, from the dictionary where it knows the table, else from the model's header. */
export async function describeTables(
  db: Database,
  dictionary: ReadonlyMap<string, DictionaryTable>,
  models: readonly SqlFile[],
): Promise<DescribedTable[]> {
  const rows = await db.rows<{ table_name: string; column_name: string; type: string }>(`
    select schema_name || '.' || table_name as table_name, column_name, data_type as type
    from duckdb_columns()
    where database_name = current_database() and schema_name in ('staging', 'marts', 'meta')
    order by table_name, column_index`);
  const headers = new Map(models.map((model) => [model.name, model.header]));
  return [...Map.groupBy(rows, (row) => row.table_name)].map(([name, columns]) => {
    const declared = dictionary.get(name);
    const header = headers.get(name);
    const grain = declared?.grain ?? header?.grain ?? [];
    return {
      name,
      about: declared?.about ?? header?.about ?? "",
      columns: columns.map((column) => ({
        ...column,
        about: aboutColumn(column, declared),
        is_grain: grain.includes(column.column_name),
      })),
    };
  });
}

function aboutColumn(
  column: { table_name: string; column_name: string },
  declared: DictionaryTable | undefined,
): string {
  const written = declared?.columns.find((candidate) => candidate.name === column.column_name)?.about;
  return written ?? `${column.column_name.replaceAll("_", " ")}, as Asana or the store holds it`;
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

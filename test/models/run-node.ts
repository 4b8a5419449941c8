import { configSchema } from "../../src/config/schema.ts";
import type { ModelNode, ModelRow, ModelSettings } from "../../src/models/node.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { columnTypes, readDictionary } from "../../src/warehouse/dictionary.ts";

export type Given = Readonly<Record<string, readonly ModelRow[]>>;

export const defaultSettings: ModelSettings = configSchema.parse({});

/**
 * Runs one model on a real DuckDB file in memory that holds every mart of the dictionary, empty but for the given
 * rows, and stores what it wrote in a table of the dictionary's types, so that a wrong column or type fails.
 */
export async function runNode(
  node: ModelNode,
  given: Given,
  options: { readonly asOf: string; readonly seed?: number; readonly settings?: Partial<ModelSettings> },
): Promise<Record<string, Record<string, unknown>[]>> {
  const database = await openDatabase(":memory:", { threads: 1 });
  try {
    const dictionary = readDictionary();
    await database.run("create schema marts; create schema meta; create schema staging; create schema intermediate");
    for (const table of dictionary.values()) {
      const columns = table.columns.map(({ name, type }) => `"${name}" ${columnTypes[type]}`);
      await database.run(`create table ${table.name} (${columns.join(", ")})`);
    }
    const insert = async (table: string, rows: readonly ModelRow[]) => {
      const declared = dictionary.get(table)?.columns;
      if (!declared) throw new Error(`${table} is not in the dictionary`);
      const structure = JSON.stringify([
        Object.fromEntries(declared.map(({ name, type }) => [name, columnTypes[type]])),
      ]);
      for (let i = 0; i < rows.length; i += 2000) {
        const chunk = JSON.stringify(rows.slice(i, i + 2000));
        await database.run(
          `insert into ${table} by name select r.* from (select unnest(from_json($1::json, '${structure}')) as r)`,
          [chunk],
        );
      }
    };
    for (const [table, rows] of Object.entries(given)) await insert(table, rows);
    const written = await node.run({
      rows: (sql) => database.rows(sql),
      asOf: options.asOf,
      seed: options.seed ?? 1,
      runId: "20260101T000000Z-test",
      settings: { ...defaultSettings, ...options.settings },
    });
    const result: Record<string, Record<string, unknown>[]> = {};
    for (const table of node.writes) {
      const rows = written[table] ?? [];
      checkColumns(
        table,
        rows,
        dictionary.get(table)!.columns.map(({ name }) => name),
      );
      await database.run(`delete from ${table}`);
      await insert(table, rows);
      result[table] = await database.rows(`select * from ${table} order by all`);
    }
    return result;
  } finally {
    database.close();
  }
}

function checkColumns(table: string, rows: readonly ModelRow[], columns: readonly string[]): void {
  for (const row of rows) {
    const missing = columns.filter((column) => row[column] === undefined);
    const extra = Object.keys(row).filter((column) => !columns.includes(column));
    const broken = Object.entries(row).filter(([, cell]) => typeof cell === "number" && !Number.isFinite(cell));
    if (missing.length > 0 || extra.length > 0 || broken.length > 0) {
      throw new Error(`${table}: missing ${missing}, unknown ${extra}, not finite ${broken.map(([name]) => name)}`);
    }
  }
}

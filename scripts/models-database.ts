import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { ModelInput, ModelNode, ModelRow } from "../src/models/node.ts";
import { record } from "../src/models/record/recording.ts";
import { createSchemas } from "../src/transform/build.ts";
import { buildMemoryOf } from "../src/transform/build-memory.ts";
import { buildRowsTable, createEmptyTable } from "../src/transform/build-table.ts";
import { type Database, openDatabase, quoteText } from "../src/warehouse/database.ts";
import { type DictionaryTable, readDictionary } from "../src/warehouse/dictionary.ts";
import { settings } from "../test/support/model-settings.ts";

/** Every table of the dictionary, empty, for scripts that run models without a store. */
export interface ModelsDatabase {
  readonly db: Database;
  readonly input: ModelInput;
  /** Fills a table; columns that a row leaves out are null. */
  fill(table: string, rows: readonly ModelRow[]): Promise<void>;
  runNode(node: ModelNode): Promise<void>;
  close(): void;
}

/** `storeBytes`: how large the store of such a company would be; DuckDB gets the memory that a night would give it. */
export async function openModelsDatabase(asOf: string, storeBytes = 0): Promise<ModelsDatabase> {
  const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-models-"));
  const db = await openDatabase(":memory:", { memoryLimit: buildMemoryOf(storeBytes) });
  await db.run(`set temp_directory = ${quoteText(folder)}`);
  await db.run("attach ':memory:' as work (compress)");
  await db.run("use work");
  await createSchemas(db);
  const dictionary = readDictionary();
  for (const table of dictionary.values()) await createEmptyTable(db, table);
  await db.run(
    "create table staging.stg_forecasts as select 1::bigint as seq, * exclude (features) from marts.forecasts",
  );
  const input = { rows: <T>(sql: string) => db.rows<T>(sql), asOf, seed: 1, runId: "scripts", settings };
  return {
    db,
    input,
    fill: (name, rows) => buildRowsTable(db, dictionary.get(name)!, rows.map(completed(dictionary.get(name)!))),
    runNode: async (node) => {
      // As a night does, with what it keeps for replay.
      const written = node.isRecorded ? (await record(node, input)).written : await node.run(input);
      for (const name of node.writes) await buildRowsTable(db, dictionary.get(name)!, written[name] ?? []);
    },
    close: () => {
      db.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const completed = (table: DictionaryTable) => (row: ModelRow) =>
  Object.fromEntries(table.columns.map(({ name }) => [name, row[name] ?? null]));

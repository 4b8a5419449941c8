import type { ModelSettings } from "../../src/models/node.ts";
import { createSchemas, planBuild, setVariables } from "../../src/transform/build.ts";
import { buildSqlTable } from "../../src/transform/build-table.ts";
import { createMacros } from "../../src/transform/macros.ts";
import { ledgerColumns, parseColumns, sourceColumns, versionedSources } from "../../src/transform/source-columns.ts";
import { readSqlModels } from "../../src/transform/sql-models.ts";
import { type Database, openDatabase } from "../../src/warehouse/database.ts";
import { readDictionary } from "../../src/warehouse/dictionary.ts";
import { settings } from "./model-settings.ts";
import { type GivenRows, insertRows } from "./raw-store.ts";

export interface ModelBench {
  /**
   * Builds one SQL model over the rows given by table (all other tables are empty) and returns its rows, sorted by grain;
   * with `columns`, those alone.
   */
  runModel<T = Record<string, unknown>>(
    name: string,
    options: { readonly given: GivenRows; readonly columns?: readonly string[] },
  ): Promise<T[]>;
  /** Builds every SQL model over raw rows (`source.<resource>`); tasks are their own only versions unless `source.task_versions` is given. */
  buildAll(given: GivenRows): Promise<void>;
  rows<T = Record<string, unknown>>(sql: string): Promise<T[]>;
  close(): void;
}

/** All SQL models built over nothing, ready to be rebuilt one by one over given rows. */
export async function openBench(
  options: { readonly asOf?: string; readonly settings?: Partial<ModelSettings> } = {},
): Promise<ModelBench> {
  const asOf = options.asOf ?? "2026-11-16";
  const run = { asOf, runId: "bench", seed: 1, models: { ...settings, ...options.settings } };
  const db = await openDatabase(":memory:");
  await db.run("attach ':memory:' as work");
  await db.run("use work");
  await createSourceTables(db);
  await setVariables(db, run);
  await createMacros(db);
  await createSchemas(db);
  const blueprint = { sqlModels: readSqlModels(), modelNodes: [], dictionary: readDictionary() };
  const nodes = await planBuild(db, blueprint, run);
  const buildNodes = async () => {
    for (const node of nodes) await node.build(db);
  };
  await buildNodes();
  return {
    runModel: (name, { given, columns }) => rebuild(db, name, { given, columns }),
    buildAll: async (given) => {
      await clearSource(db);
      await insertAll(db, { ...given, "source.task_versions": given["source.task_versions"] ?? versionsOf(given) });
      await buildNodes();
    },
    rows: (sql) => db.rows(sql),
    close: () => db.close(),
  };
}

const versionsOf = (given: GivenRows): GivenRows[string] =>
  (given["source.tasks"] ?? []).map(({ notes: _, ...task }) => ({ _from_seq: 1, ...task }));

async function clearSource(db: Database): Promise<void> {
  const tables = await db.rows<{ name: string }>(
    "select table_name as name from duckdb_tables() where database_name = 'source' and table_name not in ('settings', 'this_run')",
  );
  for (const { name } of tables) await db.run(`delete from source.${name}`);
}

async function insertAll(db: Database, given: GivenRows): Promise<void> {
  for (const [table, rows] of Object.entries(given)) {
    await insertRows(db, { table, columns: await columnsOf(db, table), rows });
  }
}

/** What a run finds in the catalog `source`, as empty tables. */
async function createSourceTables(db: Database): Promise<void> {
  await db.run("attach ':memory:' as source");
  const create = (name: string, columns: string) =>
    db.run(`create table source.${name} (${columns.replaceAll(/(^|, )(\w+) /g, '$1"$2" ')})`);
  for (const [name, columns] of Object.entries(sourceColumns)) {
    await create(name, `${columns}, _first_seq BIGINT, _deleted_at TIMESTAMP`);
  }
  for (const [view, { columns }] of Object.entries(versionedSources)) {
    await create(view, `${columns}, _from_seq BIGINT, _to_seq BIGINT, _first_seq BIGINT, _deleted_at TIMESTAMP`);
  }
  for (const [name, columns] of Object.entries(ledgerColumns)) await create(`ledger_${name}`, columns);
  await createSourceInputs(db);
}

/** The tables that a run makes from its config, empty. */
async function createSourceInputs(db: Database): Promise<void> {
  await db.run(`
    create table source.config_people (person varchar, weekly_capacity_hours double, manager varchar, starts_on date, ends_on date, skills varchar[], role varchar);
    create table source.config_holidays ("on" date, name varchar, person varchar);
    create table source.config_fields (role varchar, reference varchar);
    create table source.settings (default_weekly_capacity_hours double, person_level varchar, week_starts_on varchar, time_zone varchar, overload_threshold double);
    create table source.this_run (run_id varchar, seq bigint, started_at timestamp, as_of_on date, schema_version varchar, model_version varchar, time_zone varchar);
    insert into source.settings values (40, 'managers', 'monday', 'UTC', 1.1)`);
}

async function rebuild<T>(
  db: Database,
  name: string,
  { given, columns }: { given: GivenRows; columns?: readonly string[] | undefined },
): Promise<T[]> {
  const model = readSqlModels().find((file) => file.name === name);
  if (!model) throw new Error(`There is no model ${name}`);
  try {
    await insertAll(db, given);
    await buildSqlTable(db, model, readDictionary().get(name));
    return await db.rows<T>(`select ${columns?.join(", ") ?? "*"} from ${name}`);
  } finally {
    for (const table of [...Object.keys(given), name]) await db.run(`delete from ${table}`);
  }
}

async function columnsOf(db: Database, table: string) {
  const rows = await db.rows<{ column_name: string; column_type: string }>(`describe from ${table}`);
  return rows.flatMap((row) => parseColumns(`${row.column_name} ${row.column_type}`));
}

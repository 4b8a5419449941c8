import { statSync } from "node:fs";
import path from "node:path";
import type { Context } from "../context.ts";
import { CheckError } from "../errors.ts";
import { modelNodes } from "../models/index.ts";
import { type ModelNode, type ModelSettings, modelVersion } from "../models/node.ts";
import type { ModelRun } from "../models/record/recording.ts";
import { type Database, openDatabase, quoteText } from "../warehouse/database.ts";
import { readDictionary } from "../warehouse/dictionary.ts";
import { schemaVersion } from "../warehouse/release.ts";
import type { BuiltRelease } from "../warehouse/release-files.ts";
import { type Blueprint, type BuildSettings, createSchemas, planBuild, setVariables } from "./build.ts";
import { buildMemoryOf } from "./build-memory.ts";
import { buildRowsTable } from "./build-table.ts";
import { type CheckResult, checksOf, reconciliationOf, runChecks } from "./checks.ts";
import { createConfigTables } from "./config-tables.ts";
import { type DescribedTable, describeTables, type Explanations } from "./describe.ts";
import { exportMarts } from "./export-marts.ts";
import { createMacros, createTableMacros } from "./macros.ts";
import { leaveOut } from "./privacy.ts";
import { attachStore, createSource, findKnown } from "./source.ts";
import { readSqlFiles, readSqlModels, sqlFolder } from "./sql-models.ts";
import { widenTasks } from "./widen-tasks.ts";
import { writeReleaseFile, writeRestrictedFile } from "./write-release.ts";

export interface BuildOptions {
  /** The store; nobody may have it open for writing meanwhile, this process included. */
  readonly storePath: string;
  /** Other TypeScript models than the project's own, and another folder of SQL, for tests. */
  readonly modelNodes?: readonly ModelNode[];
  readonly sqlFolder?: string;
}

export interface Built {
  readonly file: string;
  /** The second file, with rows about persons; undefined unless privacy.person_level is managers. */
  readonly restrictedFile: string | undefined;
  /** The marts as Parquet files, one folder each. */
  readonly exportFolder: string;
  readonly facts: BuiltRelease["facts"];
  readonly checks: {
    readonly total: number;
    /** Checks that do not stop a release, with rows that break them. */
    readonly failed: readonly CheckResult[];
  };
  readonly tables: readonly { readonly name: string; readonly number_of_rows: number }[];
  /** What the forecasting models read and wrote. */
  readonly recorded: { readonly runs: readonly ModelRun[]; readonly pieces: ReadonlyMap<string, Uint8Array> };
}

/** Builds the files of a release in a folder, from the store to the last comment. Nothing outside the folder is touched. */
export async function buildRelease(ctx: Context, options: BuildOptions, folder: string): Promise<Built> {
  // Beyond this DuckDB spills to the folder.
  const memoryLimit = buildMemoryOf(statSync(options.storePath, { throwIfNoEntry: false })?.size ?? 0);
  const db = await openDatabase(":memory:", { memoryLimit });
  try {
    await db.run(`set temp_directory = ${quoteText(path.join(folder, "temporary"))}`);
    await attachStore(db, options.storePath);
    await db.run("attach ':memory:' as work (compress)");
    await db.run("use work");
    await createInputs(ctx, db);
    return await buildTables(ctx, db, { options, folder });
  } finally {
    db.close();
  }
}

async function createInputs(ctx: Context, db: Database): Promise<void> {
  const { run, config } = ctx;
  const known = await findKnown(db, run.asOf);
  await createSource(db, known, run.asOf);
  await createConfigTables(db, config);
  await db.run(
    `create table source.this_run as select $1 as run_id, $2::bigint as seq, $3::timestamp as started_at, $4::date as as_of_on,
      $5 as schema_version, $6 as model_version, $7 as time_zone`,
    [run.runId, run.seq, run.startedAt, run.asOf, schemaVersion, modelVersion, config.time_zone],
  );
}

async function buildTables(
  ctx: Context,
  db: Database,
  { options, folder }: { options: BuildOptions; folder: string },
): Promise<Built> {
  const sql = options.sqlFolder ?? sqlFolder;
  const blueprint: Blueprint = {
    sqlModels: readSqlModels(sql),
    modelNodes: options.modelNodes ?? modelNodes,
    dictionary: readDictionary(),
  };
  const recorded = { runs: [] as ModelRun[], pieces: new Map<string, Uint8Array>() };
  const settings: BuildSettings = {
    ...settingsOf(ctx),
    keep: (run, pieces) => {
      recorded.runs.push(run);
      for (const [hash, piece] of pieces) recorded.pieces.set(hash, piece);
    },
  };
  await setVariables(db, settings);
  await createMacros(db);
  await createSchemas(db);
  const nodes = await planBuild(db, blueprint, settings);
  for (const [index, node] of nodes.entries()) {
    await node.build(db);
    await leaveOut(db, node.writes, ctx.config.privacy.left_out);
    ctx.log({
      type: "progress",
      task: "transform",
      done: index + 1,
      total: nodes.length,
      unit: "models",
      data: { model: node.name },
    });
  }
  const added = { "marts.tasks_wide": await widenTasks(db) };
  const reconciliations = readSqlFiles(sql, "checks").map(reconciliationOf);
  const results = await runChecks(db, [...nodes.flatMap((node) => node.checks), ...reconciliations]);
  assertChecks(results);
  const tables = await writeMeta(db, blueprint, { results, sql, added });
  const { person_level } = ctx.config.privacy;
  const file = path.join(folder, "release.duckdb");
  const restrictedFile = person_level === "managers" ? path.join(folder, "restricted.duckdb") : undefined;
  await writeReleaseFile(db, file, tables, person_level === "all");
  if (restrictedFile) await writeRestrictedFile(db, restrictedFile, tables);
  const exportFolder = path.join(folder, "export");
  await exportMarts(db, { file, folder: exportFolder, tables });
  return {
    ...{ file, restrictedFile, exportFolder },
    facts: await factsOf(ctx, db, results),
    checks: { total: results.length, failed: results.filter((result) => result.number_of_violations > 0) },
    tables: await countRows(db, tables),
    recorded,
  };
}

function assertChecks(results: readonly CheckResult[]): void {
  const failed = results.filter((result) => result.is_blocking && result.number_of_violations > 0);
  if (failed.length === 0) return;
  const lines = failed.map((result) => `${result.check_id}: ${result.number_of_violations} rows break it`);
  throw new CheckError(`The release was stopped by its checks; the last one stays.\n${lines.join("\n")}`);
}

/** Fills meta.checks, meta.metrics and meta.columns, which describe all the rest. */
async function writeMeta(
  db: Database,
  { dictionary, sqlModels }: Blueprint,
  { results, sql, added }: { results: readonly CheckResult[]; sql: string; added: Explanations["added"] },
): Promise<DescribedTable[]> {
  const metrics = readSqlFiles(sql, "metrics").map(({ name, header, sql: query }) => ({
    metric: name.slice("metrics.".length),
    unit: header.facts.unit ?? "",
    definition: header.about,
    sql: query,
  }));
  await createTableMacros(db);
  for (const { sql: query } of metrics) await db.run(`explain ${query}`);
  await buildRowsTable(
    db,
    dictionary.get("meta.checks")!,
    results.map((result) => ({ ...result })),
  );
  await buildRowsTable(db, dictionary.get("meta.metrics")!, metrics);
  const tables = await describeTables(db, { dictionary, models: sqlModels, added });
  const columns = tables.flatMap((table) => table.columns).map((column) => ({ ...column }));
  await buildRowsTable(db, dictionary.get("meta.columns")!, columns);
  await runChecks(db, checksOf({ name: "meta.columns", grain: ["table_name", "column_name"] })).then(assertChecks);
  return tables;
}

async function factsOf(ctx: Context, db: Database, results: readonly CheckResult[]): Promise<Built["facts"]> {
  const [row] = await db.rows<{ data_as_of_at: string }>(
    "select data_as_of_at from meta.refreshes where is_this_release",
  );
  return {
    run_id: ctx.run.runId,
    as_of_on: ctx.run.asOf,
    data_as_of_at: row!.data_as_of_at,
    schema_version: schemaVersion,
    checks: { total: results.length, failed: results.filter((result) => result.number_of_violations > 0).length },
  };
}

async function countRows(db: Database, tables: readonly DescribedTable[]): Promise<Built["tables"]> {
  const counts = tables.map(({ name }) => `select ${quoteText(name)} as name, count(*) as number_of_rows from ${name}`);
  return db.rows(`${counts.join(" union all ")} order by name`);
}

function settingsOf({ config, run }: Context): BuildSettings {
  const models: ModelSettings = {
    thresholds: config.thresholds,
    headcount: config.headcount,
    sprints: config.sprints,
    default_weekly_capacity_hours: config.default_weekly_capacity_hours,
    week_starts_on: config.week_starts_on,
    time_zone: config.time_zone,
  };
  return { asOf: run.asOf, runId: run.runId, seed: config.seed, models };
}

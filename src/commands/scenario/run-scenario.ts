import type { ModelRow, ModelSettings } from "../../models/node.ts";
import type { Plan } from "../../models/scenario/plan.ts";
import { type ScenarioResult, scenarioTables, simulateScenario } from "../../models/scenario/scenario.ts";
import { type Database, openDatabase, quoteText } from "../../warehouse/database.ts";

export interface ScenarioOptions {
  readonly release: string;
  readonly asOf: string;
  readonly runId: string;
  readonly seed: number;
  readonly settings: ModelSettings;
}

/** A copy of the release's marts in memory, which a scenario may change; the release itself is opened read-only. */
export async function openCopy(release: string): Promise<Database> {
  const database = await openDatabase(":memory:");
  await database.run(`attach ${quoteText(release)} as base (read_only); create schema marts`);
  for (const table of scenarioTables) await database.run(`create table ${table} as from base.${table}`);
  return database;
}

/** Runs a plan on a copy that nobody else uses. */
export const runPlan = (plan: Plan, copy: Database, options: ScenarioOptions): Promise<ScenarioResult> =>
  simulateScenario(plan, {
    rows: (sql) => copy.rows(sql),
    run: (sql, parameters) => copy.run(sql, parameters),
    ...{ asOf: options.asOf, runId: options.runId, seed: options.seed, settings: options.settings },
  });

const marts = [
  ["capacity", "capacity_weekly"],
  ["projects", "project_forecasts"],
  ["headcount", "headcount_projection"],
] as const;

/**
 * Writes marts.scenario_capacity, scenario_projects and scenario_headcount into the copy: the columns of the marts of the
 * release with `scenario` before them ('base', or the plan's name). Projects that the plan leaves alone keep their rows.
 */
export async function writeTables(plan: Plan, result: ScenarioResult, copy: Database): Promise<void> {
  for (const [name, mart] of marts) {
    const base = `base.marts.${mart}${mart === "capacity_weekly" ? " where is_future" : ""}`;
    await copy.run(`create or replace table marts.scenario_${name} as select 'base' as scenario, * from ${base}`);
    await insertRows(copy, `marts.scenario_${name}`, withName(plan.name, result[name]));
  }
  const given = JSON.stringify([...result.projects.map((row) => row.project_gid), ...result.dropped]);
  await copy.run(
    `insert into marts.scenario_projects select $1 as scenario, * from base.marts.project_forecasts
    where not list_contains(from_json($2::json, '["VARCHAR"]'), project_gid)`,
    [plan.name, given],
  );
}

const withName = (scenario: string, rows: readonly ModelRow[]) => rows.map((row) => ({ scenario, ...row }));

async function insertRows(copy: Database, table: string, rows: readonly ModelRow[]): Promise<void> {
  if (rows.length === 0) return;
  const columns = await copy.rows<{ column_name: string; column_type: string }>(`describe ${table}`);
  const types = columns.map(({ column_name, column_type }) => [
    column_name,
    column_type.endsWith("[]") ? [column_type.slice(0, -2)] : column_type,
  ]);
  await copy.run(
    `insert into ${table} by name select r.* from (select unnest(from_json($1::json, ${quoteText(JSON.stringify([Object.fromEntries(types)]))})) as r)`,
    [JSON.stringify(rows)],
  );
}

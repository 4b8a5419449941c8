import { mkdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import type { Plan } from "../../models/scenario/plan.ts";
import { type Database, quoteName, quoteText } from "../../warehouse/database.ts";
import { readDictionary } from "../../warehouse/dictionary.ts";

const kept = [
  ["scenario_capacity", "marts.capacity_weekly", "weeks ahead of each person"],
  ["scenario_projects", "marts.project_forecasts", "each project"],
  ["scenario_headcount", "marts.headcount_projection", "each team and quarter"],
] as const;

/** Keeps the tables of a scenario beside the base in `scenarios/<name>.duckdb` of the data directory; an older file of the name goes. */
export async function keepFile(
  plan: Plan,
  copy: Database,
  given: { readonly home: string; readonly runId: string; readonly asOf: string; readonly notes: readonly string[] },
): Promise<string> {
  const folder = path.join(given.home, "scenarios");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${fileName(plan.name)}.duckdb`);
  const building = `${file}.building`;
  rmSync(building, { force: true });
  await copy.run(`attach ${quoteText(building)} as kept (storage_version 'v1.4.0'); create schema kept.marts`);
  await copy.run(
    `create table kept.marts.scenarios as select $1 as scenario, $2 as release_run_id, cast($3 as date) as as_of_on,
      $4::json as plan, from_json($5::json, '["VARCHAR"]') as notes`,
    [plan.name, given.runId, given.asOf, JSON.stringify(plan), JSON.stringify(given.notes)],
  );
  for (const [name, mart, what] of kept) await keepTable(copy, { name, mart, what });
  await copy.run("checkpoint kept");
  await copy.run("detach kept");
  renameSync(building, file);
  return file;
}

async function keepTable(copy: Database, table: { name: string; mart: string; what: string }): Promise<void> {
  const target = `kept.marts.${table.name}`;
  await copy.run(`create table ${target} as from marts.${table.name} order by all`);
  const about = `The columns of ${table.mart} for ${table.what}, under the base and under the scenario.`;
  await copy.run(`comment on table ${target} is ${quoteText(about)}`);
  await copy.run(`comment on column ${target}.scenario is 'base, or the name of the scenario'`);
  for (const column of readDictionary().get(table.mart)?.columns ?? []) {
    await copy.run(`comment on column ${target}.${quoteName(column.name)} is ${quoteText(column.about)}`);
  }
}

/** Letters, digits and dashes; never empty. */
const fileName = (name: string): string =>
  name
    .normalize("NFKD")
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-+|-+$/g, "")
    .toLowerCase()
    .slice(0, 60) || "scenario";

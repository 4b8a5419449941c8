import { type Database, openDatabase, quoteName } from "../../src/warehouse/database.ts";
import { columnTypes, readDictionary } from "../../src/warehouse/dictionary.ts";
import { fixtureAsOf } from "./fixture/as-of.ts";
import { addCapacity } from "./fixture/capacity.ts";
import { makeCompany, type Size } from "./fixture/company.ts";
import { insert } from "./fixture/insert.ts";
import { addBudgets, addPortfolios } from "./fixture/money.ts";
import { addPeople } from "./fixture/people.ts";
import { addMoves, addProjects } from "./fixture/projects.ts";
import { addProposals } from "./fixture/proposals.ts";
import { addTrust } from "./fixture/trust.ts";
import { addVerdicts } from "./fixture/verdicts.ts";
import { addOpenWork, addWork } from "./fixture/work.ts";

/** An empty release: every table of the dictionary, no rows but the run's own. */
export async function emptyRelease(): Promise<Database> {
  const release = await openDatabase(":memory:", { threads: 2 });
  await release.run("create schema marts; create schema meta; create schema staging;");
  for (const table of readDictionary().values()) {
    const columns = table.columns.map((column) => `${quoteName(column.name)} ${columnTypes[column.type]}`);
    await release.run(`create table ${table.name} (${columns.join(", ")})`);
  }
  await insert(release, "meta.refreshes", [
    {
      run_id: "20261116T020000Z-0001",
      seq: 1,
      as_of_on: fixtureAsOf,
      data_as_of_at: "2026-11-16T02:00:00Z",
      started_at: "2026-11-16T02:00:00Z",
      schema_version: "1",
      model_version: "0.1.0",
      time_zone: "UTC",
      is_this_release: true,
    },
  ]);
  return release;
}

export interface FixtureOptions {
  /** Names to give to people, teams, projects and what else has one, the first ones first. */
  readonly names?: readonly string[];
  /** Another company than the usual 34 people and nine projects. */
  readonly size?: Size;
}

/** A release of an invented company. */
export async function fixtureRelease({ names = [], size }: FixtureOptions = {}): Promise<Database> {
  const release = await emptyRelease();
  const company = makeCompany(size);
  await addPeople(release, company, names);
  await addProjects(release, company, names);
  await addMoves(release);
  await addWork(release, company);
  await addCapacity(release, company);
  await addVerdicts(release, company, names);
  await addTrust(release);
  await addBudgets(release);
  await addOpenWork(release, company);
  await addProposals(release, names);
  await addPortfolios(release, names);
  return release;
}

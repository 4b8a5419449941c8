import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { openDatabase } from "../../warehouse/database.ts";

const mostScenarios = 8;

/** One plan that was simulated beside the base, as its file keeps it. */
export interface Scenario {
  readonly name: string;
  /** Release that it rests on. */
  readonly runId: string;
  readonly asOf: string;
  readonly people: readonly ScenarioPerson[];
  readonly projects: readonly ScenarioProject[];
  readonly headcount: readonly ScenarioTeam[];
  /** Names of projects that only the plan knows. */
  readonly added: ReadonlyMap<string, string>;
}

export interface ScenarioPerson {
  readonly side: Side;
  readonly gid: string;
  readonly capacity: number;
  readonly load: number;
  /** Expected number of overloaded weeks. */
  readonly overloaded: number;
}

export interface ScenarioProject {
  readonly side: Side;
  readonly gid: string;
  readonly due: string | null;
  readonly p85: string | null;
  readonly chance: number | null;
}

export interface ScenarioTeam {
  readonly side: Side;
  readonly gid: string;
  readonly gap: number;
}

export type Side = "base" | "scenario";

/** The scenarios in a data directory, by name. A file that is none, or of another version, counts as absent. */
export async function readScenarios(home: string): Promise<Scenario[]> {
  const folder = path.join(home, "scenarios");
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".duckdb")) : [];
  const scenarios: Scenario[] = [];
  for (const file of files.sort().slice(0, mostScenarios)) {
    const scenario = await readScenario(path.join(folder, file)).catch(() => undefined);
    if (scenario) scenarios.push(scenario);
  }
  return scenarios;
}

const side = "if(scenario = 'base', 'base', 'scenario') as side";

async function readScenario(file: string): Promise<Scenario | undefined> {
  const database = await openDatabase(file, { readOnly: true });
  try {
    const [about] = await database.rows<{ scenario: string; runId: string; asOf: string }>(
      `select scenario, release_run_id as "runId", as_of_on as "asOf" from marts.scenarios`,
    );
    if (!about) return undefined;
    const added = await database.rows<{ gid: string; name: string }>(
      `select project ->> '$.project_gid' as gid, project ->> '$.name' as name
      from (select unnest(from_json(json_extract(plan, '$.added'), '["JSON"]')) as project from marts.scenarios)`,
    );
    return {
      name: about.scenario,
      runId: about.runId,
      asOf: about.asOf,
      added: new Map(added.map(({ gid, name }) => [gid, name])),
      people: await database.rows(
        `select ${side}, person_gid as gid, cast(sum(capacity_hours) as double) as capacity,
          cast(coalesce(sum(load_mean), 0) as double) as load, coalesce(sum(overload_probability), 0) as overloaded
        from marts.scenario_capacity where status = 'ok' group by 1, 2 order by 1, 2`,
      ),
      projects: await database.rows(
        `select ${side}, project_gid as gid, due_on as due, completes_on_p85 as p85, on_time_probability as chance
        from marts.scenario_projects where status = 'ok' order by 1, 2`,
      ),
      headcount: await database.rows(
        `select ${side}, team_gid as gid, max(gap_fte_p50) as gap
        from marts.scenario_headcount where status = 'ok' group by 1, 2 order by 1, 2`,
      ),
    };
  } finally {
    database.close();
  }
}

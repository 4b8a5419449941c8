// How long one scenario takes on a release of the size that teams of two hundred have: npm run bench:scenario -- [tasks]
// The release is made up in SQL (400 days, four time entries a task, people and projects in proportion), with the models of
// the night run on it once; only the scenario itself is timed.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { simulateFile } from "../src/commands/scenario/simulate-file.ts";
import { readConfig } from "../src/config/read.ts";
import { capacityWeeklyNode } from "../src/models/capacity/capacity-weekly.ts";
import { projectForecastsNode } from "../src/models/completion/project-forecasts.ts";
import { headcountProjectionNode } from "../src/models/headcount/headcount-projection.ts";
import type { ModelRow } from "../src/models/node.ts";
import { velocityWeeklyNode } from "../src/models/velocity/velocity-weekly.ts";
import { type Database, openDatabase, quoteName } from "../src/warehouse/database.ts";
import { columnTypes, readDictionary } from "../src/warehouse/dictionary.ts";

const tasks = Number(process.argv[2] ?? 100_000);
const [people, projects, teams] = [
  Math.max(8, tasks / 500),
  Math.max(4, tasks / 2000),
  Math.max(2, tasks / 10_000),
].map(Math.round) as [number, number, number];
const asOf = "2026-11-16";
const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-bench-"));
const file = path.join(folder, "release.duckdb");
const settings = readConfig({}, { home: folder }, folder);

function scenarios(): readonly (readonly [name: string, yaml: string, isProposing: boolean])[] {
  const add = "{ name: New, team: Team 0, hours: 800, starts_on: 2026-12-01, ends_on: 2027-02-26 }";
  return [
    ["one move", "projects: { move: [{ project: Project 1, weeks: 3 }] }", false],
    [
      "many changes",
      `people: { join: [{ name: A, on: 2026-12-01, team: Team 0, count: 5 }], leave: [{ person: Person 3, on: 2026-12-04 }] }
projects: { add: [${add}], drop: [Project 2], scope: [{ project: Project 0, percent: 20 }] }`,
      false,
    ],
    ["with a search", `projects: { add: [${add}] }`, true],
  ];
}

async function makeRelease(): Promise<void> {
  const database = await openDatabase(file);
  await database.run("create schema marts; create schema meta; create schema staging");
  for (const table of readDictionary().values()) {
    const columns = table.columns.map((column) => `${quoteName(column.name)} ${columnTypes[column.type]}`);
    await database.run(`create table ${table.name} (${columns.join(", ")})`);
  }
  await database.run(
    "create table staging.stg_project_templates (project_template_gid varchar, name varchar, deleted_at timestamp)",
  );
  await database.run(
    "create table staging.stg_forecasts as select 1::bigint as seq, * exclude (features) from marts.forecasts",
  );
  for (const sql of fillings) await database.run(sql);
  for (const node of [velocityWeeklyNode, capacityWeeklyNode, projectForecastsNode, headcountProjectionNode]) {
    const written = await node.run({
      rows: (sql) => database.rows(sql),
      ...{ asOf, seed: 1, runId: "bench", settings },
    });
    for (const [table, rows] of Object.entries(written)) await insert(database, table, rows);
  }
  await database.run("checkpoint");
  database.close();
}

// Two tasks of three are done; everybody works in three projects. hash() spreads them without chance, so that every run sees the same release.
const fillings = [
  `insert into meta.refreshes by name select 'bench' as run_id, date '${asOf}' as as_of_on, true as is_this_release`,
  `insert into marts.teams by name select 'm' || i as team_gid, 'Team ' || i as name, 20 as number_of_members from range(${teams}) t (i)`,
  `insert into marts.people by name select 'u' || i as person_gid, 'Person ' || i as name, 'm' || (i % ${teams}) as home_team_gid,
    40 as weekly_capacity_hours, 'field' as capacity_source, true as is_active, false as is_guest, ['Data'] as skills from range(${people}) t (i)`,
  `insert into marts.projects by name select 'p' || i as project_gid, 'Project ' || i as name, 'm' || (i % ${teams}) as team_gid,
    date '${asOf}' + 60 as due_on, false as is_archived, false as is_own, false as is_deleted, false as is_completed from range(${projects}) t (i)`,
  `insert into marts.tasks by name
    with dated as (select i, (hash(i) % 400)::int as age, i % 3 > 0 as is_done from range(${tasks}) t (i))
    select 't' || i as task_gid, 'Task ' || i as name, 'u' || (hash(i, 1) % ${people}) as assignee_gid, 'p' || ((hash(i, 1) % ${people} + hash(i, 2) % 3) % ${projects}) as project_gid,
      is_done as is_completed, false as is_own, false as is_deleted, false as is_milestone,
      (date '${asOf}' - age - 20)::timestamp as created_at, case when is_done then (date '${asOf}' - age)::timestamp + interval 9 hour end as completed_at,
      case when is_done then date '${asOf}' - age else date '${asOf}' + (age // 4) end as due_on,
      1 + hash(i, 3) % 6 as estimate_hours, 1 + hash(i, 3) % 6 as original_estimate_hours, case when is_done then 1 + hash(i, 3) % 6 end as actual_hours,
      1 + hash(i, 4) % 5 as story_points
    from dated`,
  `insert into marts.time_entries by name
    select 'e' || task_gid || '-' || n as entry_gid, task_gid, project_gid, assignee_gid as person_gid, completed_at::date - n::int as entered_on,
      actual_hours / 6 as hours, completed_at as created_at, 'asana' as source
    from marts.tasks, range(6) r (n) where is_completed`,
  `insert into marts.task_forecasts by name
    select task_gid, estimate_hours / 2 as hours_p10, estimate_hours as hours_p50, estimate_hours * 1.5 as hours_p80, estimate_hours * 2 as hours_p90,
      estimate_hours * 1.15 as hours_mean, estimate_hours * 1.15 as remaining_hours, due_on + 10 as completes_on_p85, 'ok' as status
    from marts.tasks where not is_completed`,
];

try {
  await makeRelease();
  const release = await openDatabase(file, { readOnly: true });
  const given = { config: settings, release, file };
  process.stdout.write(`${tasks.toLocaleString("en")} tasks, ${people} people, ${projects} projects\n`);
  for (const [name, text, isProposing] of scenarios()) {
    const place = path.join(folder, `${name}.yaml`);
    writeFileSync(place, text);
    const before = performance.now();
    const cpu = process.cpuUsage();
    await simulateFile(place, { ...given, isProposing });
    const seconds = ((performance.now() - before) / 1000).toFixed(1);
    const megabytes = Math.round(process.resourceUsage().maxRSS / 1024);
    const { user, system } = process.cpuUsage(cpu);
    const work = ((user + system) / 1e6).toFixed(1);
    process.stdout.write(`${name}: ${seconds} s (${work} s of processor), ${megabytes} MB at most so far\n`);
  }
  release.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function insert(database: Database, table: string, rows: readonly ModelRow[]): Promise<void> {
  const { columns } = readDictionary().get(table)!;
  const structure = JSON.stringify([Object.fromEntries(columns.map(({ name, type }) => [name, columnTypes[type]]))]);
  for (let from = 0; from < rows.length; from += 5000) {
    await database.run(
      `insert into ${table} by name select r.* from (select unnest(from_json($1::json, '${structure}')) as r)`,
      [JSON.stringify(rows.slice(from, from + 5000))],
    );
  }
}

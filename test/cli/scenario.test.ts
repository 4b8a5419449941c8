import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../src/warehouse/database.ts";
import { copyDemoHome } from "../support/demo-release.ts";
import { runCli, temporaryFolder } from "../support/run-cli.ts";

const folder = temporaryFolder();
const home = path.join(folder, "home");
const release = path.join(home, "current.duckdb");
let people: readonly { readonly name: string; readonly team: string }[] = [];
let projects: readonly string[] = [];
let template = "";

beforeAll(async () => {
  await copyDemoHome(home);
  const database = await openDatabase(release, { readOnly: true });
  people = await database.rows(
    `select p.name, t.name as team from marts.people p join marts.teams t on t.team_gid = p.home_team_gid
    where p.is_active and not p.is_guest and regexp_full_match(p.name, '[A-Za-z ]+')
    qualify count(*) over (partition by p.name) = 1 order by p.person_gid`,
  );
  const rows = await database.rows<{ name: string }>(
    `select p.name from marts.project_forecasts f join marts.projects p using (project_gid)
    where f.status = 'ok' and f.due_on is not null and regexp_full_match(p.name, '[A-Za-z0-9 ]+')
    qualify count(*) over (partition by p.name) = 1 order by f.remaining_tasks desc, p.project_gid`,
  );
  projects = rows.map(({ name }) => name);
  const [first] = await database.rows<{ name: string }>(
    `select any_value(t.name) as name from staging.stg_project_templates t
      join marts.projects p on p.created_from_template_gid = t.project_template_gid
    group by t.project_template_gid order by count(*) desc, name limit 1`,
  );
  template = first!.name;
  database.close();
}, 120_000);

function write(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text);
  return name;
}

const run = (...words: string[]) => runCli(["scenario", "--home", home, ...words], { directory: folder });

describe("plimsoll scenario", () => {
  it("prints what a plan changes, beside the base, and keeps all rows in a file of its own", async () => {
    write(
      "portal.csv",
      `name,hours,start_on,due_on,skills\n"Plan, draw",24,2026-11-23,2026-11-27,\nBuild,60,,2026-12-18,\n`,
    );
    const file = write(
      "spring.yaml",
      `name: Spring launch
people:
  join: [{ name: New engineer, on: 2026-11-30, team: ${people[0]!.team}, skills: [Backend], takes_from: ${people[1]!.name} }]
  leave: [{ person: ${people[2]!.name}, on: 2026-11-27 }]
projects:
  add:
    - { name: Portal 2, team: ${people[0]!.team}, tasks: portal.csv, starts_on: 2026-11-23 }
    - { name: Again, people: [${people[3]!.name}], like: ${projects[1]}, starts_on: 2026-12-01, probability: 0.5 }
    - { name: Third, team: ${people[0]!.team}, template: ${template}, starts_on: 2026-12-07 }
  move: [{ project: ${projects[0]}, weeks: 4 }]
headcount: { attrition_per_year: 0.2 }
`,
    );
    const { code, out, err } = await run(file);
    expect(err).toBe("");
    expect(code).toBe(0);
    expect(out).toContain('Scenario "Spring launch" beside the base, as of 2026-11-16.');
    expect(out).toMatch(/Portal 2 +remaining hours +84 +new/);
    expect(out).toMatch(new RegExp(`${projects[0]} +due .* \\+28 days`));
    const database = await openDatabase(path.join(home, "scenarios", "spring-launch.duckdb"), { readOnly: true });
    const counts = await database.rows<{ scenario: string; n: number }>(
      "select scenario, count(*) as n from marts.scenario_capacity group by all order by all",
    );
    // The newcomer has eight weeks of capacity too.
    expect(counts[0]!.n - counts[1]!.n).toBe(8);
    const [{ n } = { n: 0 }] = await database.rows<{ n: number }>(
      "select count(distinct project_gid) filter (scenario <> 'base') - count(distinct project_gid) filter (scenario = 'base') as n from marts.scenario_projects",
    );
    expect(n).toBe(3);
    database.close();
  }, 60_000);

  it("prints data and proposals for several files", async () => {
    const heavy = `{ name: Heavy, team: ${people[0]!.team}, hours: 900, starts_on: 2026-11-23, ends_on: 2026-12-11 }`;
    const files = [
      write("heavy.yaml", `projects: { add: [${heavy}] }`),
      write("light.yaml", `projects: { drop: [${projects[0]}] }`),
    ];
    const { code, out } = await run("--json", "--propose", ...files);
    expect(code).toBe(0);
    const [first, second] = JSON.parse(out);
    expect([first.scenario, second.scenario]).toEqual(["heavy", "light"]);
    expect(first.proposals[0]).toMatchObject({ is_planned: true, starts_on: "2026-11-23" });
    expect(first.proposals.at(-1).overload_hours).toBeLessThan(first.proposals[0].overload_hours);
    expect(first.projects.find((row: { subject: string }) => row.subject === "Heavy")).toMatchObject({ base: null });
    expect(second.projects[0]).toMatchObject({ subject: projects[0], scenario: null });
  }, 60_000);

  it.each([
    ["an unknown key", "people: { joins: [] }", /unknown key "people\.joins"; did you mean "people\.join"\?/],
    [
      "an unknown key in a list",
      "projects: { add: [{ name: A, team: TEAM, hors: 3, starts_on: 2026-12-01 }] }",
      /unknown key "projects\.add\[0\]\.hors"; did you mean "projects\.add\[0\]\.hours"\?/,
    ],
    [
      "a template that is nearly right",
      "projects: { add: [{ name: A, team: TEAM, template: TEMPLATE, starts_on: 2026-12-01 }] }",
      /projects\.add\[0\]\.template: no template .* Did you mean/,
    ],
    [
      "somebody who leaves twice",
      "people: { leave: [{ person: PERSON, on: 2026-12-01 }, { person: PERSON, on: 2026-12-04 }] }",
      /people\.leave: the same person leaves twice/,
    ],
    [
      "a project that is moved and dropped",
      "projects: { drop: [KNOWN], move: [{ project: KNOWN, weeks: 2 }] }",
      /a project that is dropped is moved or resized too/,
    ],
    ["an unknown gid", "people: { leave: [{ person: 12345, on: 2026-12-01 }] }", /no person "12345" is in the release/],
    ["a date that is none", "people: { leave: [{ person: PERSON, on: 2026-02-30 }] }", /write a date as YYYY-MM-DD/],
    ["no YAML", "people: [", /not valid YAML/],
    ["a name that is nearly right", "projects: { drop: [NAME] }", /projects\.drop\[0\]: no project .* Did you mean/],
    ["a day that has passed", "people: { leave: [{ person: PERSON, on: 2026-11-01 }] }", /before 2026-11-16/],
    [
      "two amounts of work",
      "projects: { add: [{ name: A, team: TEAM, hours: 3, tasks: a.csv, starts_on: 2026-12-01 }] }",
      /in one way/,
    ],
    [
      "hours without an end",
      "projects: { add: [{ name: A, team: TEAM, hours: 3, starts_on: 2026-12-01 }] }",
      /need ends_on/,
    ],
    [
      "nobody to do it",
      "projects: { add: [{ name: A, hours: 3, starts_on: 2026-12-01, ends_on: 2026-12-02 }] }",
      /team or people/,
    ],
    [
      "tasks without hours",
      "projects: { add: [{ name: A, team: TEAM, tasks: bad.csv, starts_on: 2026-12-01 }] }",
      /line 2: "-4" is no number of hours/,
    ],
    [
      "a missing file of tasks",
      "projects: { add: [{ name: A, team: TEAM, tasks: none.csv, starts_on: 2026-12-01 }] }",
      /there is no file/,
    ],
  ])("refuses %s and says where", async (_what, text, message) => {
    write("bad.csv", "name,hours\nA,-4\n");
    const file = text
      .replace("NAME", `${projects[0]}x`)
      .replace("TEMPLATE", `${template}s`)
      .replaceAll("PERSON", people[0]!.name)
      .replaceAll("KNOWN", projects[0]!)
      .replace("TEAM", people[0]!.team);
    const { code, out, err } = await run(write("wrong.yaml", file));
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(message);
  });

  it("says where a scenario file is missing", async () => {
    const { code, err } = await run("none.yaml");
    expect(code).toBe(1);
    expect(err).toMatch(/no scenario file .*none\.yaml/);
  });
});

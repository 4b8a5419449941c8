import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Demo, demoToday, startDemo } from "../../src/demo/start.ts";
import { openRelease } from "../../src/warehouse/release.ts";
import { type CliResult, runCli, temporaryFolder } from "../support/run-cli.ts";

let demo: Demo;
let home: string;
let person: { readonly gid: string; readonly name: string };

const plimsoll = (...words: string[]): Promise<CliResult> =>
  runCli([...words, "--home", home], {
    environment: { ASANA_BASE_URL: demo.url, ASANA_ACCESS_TOKEN: demo.token },
    directory: path.dirname(home),
  });
const leftOut = () => ["--set", `privacy.left_out=["${person.gid}"]`];
const refresh = (...words: string[]) =>
  plimsoll("refresh", "--only", "extract,transform,report", "--today", demoToday, ...words);

/** Files of the data directory that hold the text; DuckDB keeps short texts as they are. */
function filesWith(text: string): string[] {
  const files = readdirSync(home, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => path.join(file.parentPath, file.name))
    .filter((file) => readFileSync(file).includes(text))
    .sort();
}

beforeAll(async () => {
  demo = await startDemo({ tasks: 120 });
  home = path.join(temporaryFolder(), "data");
  // A name found nowhere else, of somebody with work.
  const [user] = [...demo.world.people.values()].filter((one) =>
    [...demo.world.tasks.values()].some((task) => task.assignee === one),
  );
  user!.name = "Quillon Ashgrove-Testperson";
  person = user!;
  expect((await refresh()).code).toBe(0);
});
afterAll(() => demo.close());

it("asks for what keeps the next night from reading the name again, and for people who exist", async () => {
  const early = await plimsoll("forget", person.gid, "--apply");
  expect(early.code).toBe(1);
  expect(early.err).toContain(`privacy: { left_out: ["${person.gid}"] }`);
  const unknown = await plimsoll("forget", "12", "--set", 'privacy.left_out=["12"]');
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("12: no such person");
});

it("tells what would be erased, and nothing more", async () => {
  const { code, out } = await plimsoll("forget", person.gid, ...leftOut());
  expect(code).toBe(0);
  expect(out).toMatch(/^Would be erased of 1 person: 1 name, 1 e-mail address/);
  expect(out).not.toContain("Quillon");
  expect(filesWith("Quillon").length).toBeGreaterThan(0);
});

it("leaves no name behind in store, releases and reports, and keeps the work", async () => {
  const hours = "select round(sum(hours)) as hours, count(*) as entries from marts.time_entries";
  const before = await withRelease(hours);
  const { code, err } = await plimsoll("forget", person.gid, "--apply", ...leftOut());
  expect(code, err).toBe(0);
  expect(filesWith("Quillon")).toEqual([]);
  expect(await withRelease(hours)).toEqual(before);
  expect(await withRelease(`select name, email from marts.people where person_gid = '${person.gid}'`)).toEqual([
    { name: "A person left out", email: null },
  ]);
});

it("is not read again by the next night, which says nothing about the person", async () => {
  const { code, err } = await plimsoll(
    ...["refresh", "--full", "--only", "extract,transform", "--today", demoToday, ...leftOut()],
    ...["--set", `sprints=[{ name: "1", starts_on: "${demoToday}", ends_on: "2026-11-27" }]`],
  );
  expect(code, err).toBe(0);
  const again = await plimsoll("forget", person.gid, ...leftOut());
  expect(again.out).toMatch(/^Would be erased of 1 person: 0 names, 0 e-mail addresses; 0 notes/);
  expect(filesWith("Quillon")).toEqual([]);
  const rows = await withRelease(`
    select (select count(*) from marts.capacity_weekly where person_gid = '${person.gid}') as weeks,
      (select count(*) from marts.capacity_sprints where person_gid = '${person.gid}') as sprints,
      (select count(*) > 0 from marts.capacity_sprints) as has_sprints,
      (select count(*) from marts.forecasts where subject_gid = '${person.gid}') as forecasts,
      (select count(*) from marts.recommendations where list_contains(subjects, '${person.gid}')) as recommendations,
      (select count(*) > 0 from marts.time_entries where person_gid = '${person.gid}') as has_work`);
  expect(rows).toEqual([{ weeks: 0, sprints: 0, has_sprints: true, forecasts: 0, recommendations: 0, has_work: true }]);
});

async function withRelease(sql: string) {
  const release = await openRelease(home);
  try {
    return await release.rows(sql);
  } finally {
    release.close();
  }
}

import { cpSync, readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../src/warehouse/database.ts";
import { forgetPeople } from "../../src/warehouse/forget-people.ts";
import { openStore, storePathOf } from "../../src/warehouse/store.ts";
import { copyDemoHome } from "../support/demo-release.ts";
import { runCli, temporaryFolder } from "../support/run-cli.ts";

let home: string;
let run: string;

interface Compared {
  readonly what: string;
  readonly published: string;
  readonly remade: string;
  readonly is_equal: boolean;
}

const replay = async (id: string) => {
  const { code, out, err } = await runCli(["audit", "--replay", id, "--json", "--home", home]);
  return { code, err, rows: (out ? JSON.parse(out) : []) as Compared[] };
};

async function withStore<T = Record<string, string>>(sql: string): Promise<T[]> {
  const store = await openDatabase(storePathOf(home));
  try {
    return await store.rows<T>(sql);
  } finally {
    store.close();
  }
}

/** Nothing is left of the night but the store. */
beforeAll(async () => {
  ({ home } = await copyDemoHome(temporaryFolder()));
  for (const name of readdirSync(home).filter((file) => !file.startsWith("store.duckdb"))) {
    rmSync(path.join(home, name), { recursive: true, force: true });
  }
  [{ run }] = (await withStore("select distinct run_id as run from ledger.forecasts")) as [{ run: string }];
});

test("every forecast of a run comes out of the ledger again, without its release", async () => {
  const { code, rows } = await replay(run);
  expect(code).toBe(0);
  expect(rows.filter((row) => !row.is_equal)).toEqual([]);
  const counts = await withStore<{ kind: string; n: number }>(
    "select kind, count(*) as n from ledger.forecasts where not hindcast group by kind order by kind",
  );
  expect(counts.map(({ kind }) => kind)).toEqual([
    ...["headcount_gap", "overload", "person_hours", "project_completion"],
    ...["task_hours", "velocity_hours", "velocity_tasks"],
  ]);
  const told = new Map(rows.map(({ what, published, remade }) => [what, `${published}, ${remade}`]));
  for (const { kind, n } of counts) expect(told.get(kind)).toBe(`${n} forecasts, ${n} equal`);
  for (const table of ["task_forecasts", "velocity_weekly", "capacity_weekly", "burndown", "headcount_projection"]) {
    expect(told.get(`marts.${table}`)).toMatch(/^[1-9]\d* rows/);
  }
});

test("one forecast is made again alone, and told when it differs from what was published", async () => {
  const [forecast] = await withStore(
    "select forecast_id as id, subject_gid from ledger.forecasts where kind = 'task_hours' order by all limit 1",
  );
  const { code, rows } = await replay(forecast!.id!);
  expect(code).toBe(0);
  expect(rows).toEqual([
    expect.objectContaining({ what: "task_hours", subject_gid: forecast!.subject_gid, is_equal: true }),
  ]);
  await withStore(`update ledger.forecasts set p50 = p50 + 1 where forecast_id = '${forecast!.id}'`);
  const changed = await replay(forecast!.id!);
  expect(changed.code).toBe(1);
  expect(changed.rows).toMatchObject([{ is_equal: false, remade: rows[0]!.published }]);
  const whole = await replay(run);
  expect(whole.code).toBe(1);
  expect(whole.rows.filter((row) => !row.is_equal)).toHaveLength(2);
  await withStore(`update ledger.forecasts set p50 = p50 - 1 where forecast_id = '${forecast!.id}'`);
});

test("forecasts that were taken out of the ledger are missed by the replay of their run", async () => {
  const some =
    "run_id = $1 and (kind = 'headcount_gap' or subject_gid = (select min(subject_gid) from ledger.forecasts))";
  const store = await openDatabase(storePathOf(home));
  await store.run(`create table ledger.aside as select * from ledger.forecasts where ${some}`, [run]);
  const counts = await store.rows<{ kind: string; n: number }>(
    "select kind, count(*) as n from ledger.aside group by kind",
  );
  await store.run(`delete from ledger.forecasts where ${some}`, [run]);
  store.close();
  const { code, rows } = await replay(run);
  expect(code).toBe(1);
  expect(counts.length).toBeGreaterThan(1);
  for (const { kind, n } of counts) {
    const [sum, ...missing] = rows.filter(({ what }) => what === kind);
    expect(sum!.is_equal).toBe(false);
    expect(missing.map(({ published }) => published)).toEqual(Array.from({ length: n }, () => "nothing"));
  }
  expect(rows.find(({ what }) => what === "headcount_gap")!.published).toBe("0 forecasts");
  await withStore("insert into ledger.forecasts by name from ledger.aside; drop table ledger.aside");
});

test("the same night again adds no rows that models read", async () => {
  const pieces = () => withStore("select hash from ledger.model_pieces order by hash");
  const before = await pieces();
  const { code, err } = await runCli(["transform", "--today", "2026-11-16", "--home", home]);
  expect(code, err).toBe(0);
  const runs = await withStore("select distinct run_id from ledger.model_runs");
  expect(runs).toHaveLength(2);
  expect(await pieces()).toEqual(before);
});

test("an id that nobody knows, and a run without what its models read, are told apart", async () => {
  const unknown = await replay("20000101T000000Z-0000");
  expect(unknown.code).toBe(1);
  expect(unknown.err).toContain("There is no run and no forecast 20000101T000000Z-0000");
  expect(unknown.err).toContain("hindcast");
  const [{ later }] = (await withStore("select max(run_id) as later from ledger.model_runs")) as [{ later: string }];
  await withStore(`delete from ledger.model_runs where run_id = '${later}'`);
  const bare = await replay(later);
  expect(bare.code).toBe(1);
  expect(bare.err).toContain(`does not hold what the models read in run ${later}`);
});

test("a run that says nothing about somebody comes out whole, and says nothing again", async () => {
  const [someone] = await withStore(
    "select min(subject_gid) as gid from ledger.forecasts where kind = 'overload' and subject_type = 'person'",
  );
  const left = `privacy.left_out=["${someone!.gid}"]`;
  const night = await runCli(["transform", "--today", "2026-11-16", "--home", home, "--set", left]);
  expect(night.code, night.err).toBe(0);
  const [{ later }] = (await withStore("select max_by(run_id, seq) as later from ledger.model_runs")) as [
    { later: string },
  ];
  const about = await withStore(
    `select 1 from ledger.forecasts where run_id = '${later}' and subject_gid = '${someone!.gid}'`,
  );
  expect(about).toEqual([]);
  const { code, rows } = await replay(later);
  expect(rows.filter((row) => !row.is_equal)).toEqual([]);
  expect(code).toBe(0);
});

test("a filter beside a replay, and an id that is empty, are refused", async () => {
  const filtered = await runCli(["audit", "--replay", run, "--subject", "x", "--home", home]);
  expect(filtered.code).toBe(1);
  expect(filtered.err).toContain("--subject");
  const empty = await replay(" ");
  expect(empty.code).toBe(1);
  expect(empty.err).toContain("--replay names no run");
});

test("a store that no night has touched since models' rows are kept is told from a broken one", async () => {
  const older = temporaryFolder();
  cpSync(storePathOf(home), storePathOf(older));
  const database = await openDatabase(storePathOf(older));
  await database.run("drop table ledger.model_runs; drop table ledger.model_pieces");
  database.close();
  const { code, err } = await runCli(["audit", "--replay", run, "--home", older]);
  expect(code).toBe(1);
  expect(err).toContain(`does not hold what the models read in run ${run}`);
});

test("what models read is erased with the names of people who are forgotten, and the replay says so", async () => {
  const store = await openStore(home, { baseUrl: "http://127.0.0.1/api/1.0", clock: () => new Date(0) });
  const [task] = await store.database.rows<{ name: string }>(
    "select name from raw.tasks where name is not null limit 1",
  );
  await store.database.run("update raw.users set name = $1 where gid = (select min(gid) from raw.users)", [task!.name]);
  const [user] = await store.database.rows<{ gid: string }>("select min(gid) as gid from raw.users");
  await forgetPeople(store, [user!.gid]);
  await store.close();
  const { code, err } = await replay(run);
  expect(code).toBe(1);
  expect(err).toContain("were erased when people were forgotten");
});

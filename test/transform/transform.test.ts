import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { CheckError, UserError } from "../../src/errors.ts";
import type { ModelNode, ModelRow } from "../../src/models/node.ts";
import { buildRowsTable } from "../../src/transform/build-table.ts";
import { sqlFolder } from "../../src/transform/sql-models.ts";
import { transform } from "../../src/transform/transform.ts";
import { type Database, openDatabase } from "../../src/warehouse/database.ts";
import { readDictionary } from "../../src/warehouse/dictionary.ts";
import { openRelease, openRestricted, readCurrent } from "../../src/warehouse/release.ts";
import { type GivenHome, givenHome } from "../support/given-home.ts";
import type { GivenRows } from "../support/raw-store.ts";

let place: GivenHome;

const refresh = (seq: number, as_of_on: string) => ({
  seq,
  run_id: `r${seq}`,
  started_at: `${as_of_on} 02:00:00`,
  data_as_of_at: `${as_of_on} 02:00:00`,
  as_of_on,
  time_zone: "UTC",
  stages: "extract,transform",
});
const small: GivenRows = {
  "ledger.refreshes": [refresh(1, "2026-11-16")],
  tasks: [
    { gid: "2", name: "B", created_at: "2026-11-01 08:00:00", assignee_gid: "p" },
    { gid: "1", name: "A", created_at: "2026-11-01 08:00:00", completed: true, completed_at: "2026-11-02 08:00:00" },
  ],
  rates: [{ gid: "r", project_gid: "x", resource_gid: "p", rate: 90, currency_code: "EUR" }],
};

const run = (
  options: Parameters<GivenHome["context"]>[0] = {},
  more: { sqlFolder?: string; modelNodes?: ModelNode[] } = {},
) => transform(place.context(options), { storePath: place.storePath, modelNodes: [], ...more });

/** A copy of sql/ with one file changed or added. */
function sqlWith(file: string, text: string): string {
  const folder = path.join(place.home, "sql");
  cpSync(sqlFolder, folder, { recursive: true });
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
  return folder;
}

async function withRelease<T>(work: (db: Database) => Promise<T>): Promise<T> {
  const db = await openRelease(place.home);
  try {
    return await work(db);
  } finally {
    db.close();
  }
}

describe("a release", () => {
  let releasePath: string;
  beforeAll(async () => {
    place = await givenHome(small);
    mkdirSync(path.join(place.home, "build"));
    writeFileSync(path.join(place.home, "build", "work"), "left by a run that was killed");
    ({ releasePath } = await run({ set: ["week_starts_on=sunday", "time_zone=Europe/Berlin"] }));
  });
  afterAll(() => place.remove());

  it("holds every table of the dictionary with its columns, types and comments", async () => {
    const found = await withRelease((db) =>
      db.rows<{ name: string; columns: string; commented: boolean }>(`
        select schema_name || '.' || table_name as name, string_agg(column_name, ',' order by column_index) as columns,
          bool_and(comment <> '') as commented
        from duckdb_columns() where schema_name in ('marts', 'meta') group by all`),
    );
    const names = new Map(found.map((table) => [table.name, table]));
    for (const table of readDictionary().values()) {
      expect(names.get(table.name)?.columns, table.name).toBe(table.columns.map((column) => column.name).join());
      expect(names.get(table.name)?.commented, table.name).toBe(true);
    }
  });

  it("lies in place with its mode, its link, its sum and no leftovers", async () => {
    const current = readCurrent(place.home)!;
    expect(path.resolve(place.home, current.path)).toBe(releasePath);
    expect(readlinkSync(path.join(place.home, "current.duckdb"))).toBe(current.path);
    expect(current.sha256).toBe(createHash("sha256").update(readFileSync(releasePath)).digest("hex"));
    expect(current).toMatchObject({
      run_id: "20261116T020000Z-run1",
      as_of_on: "2026-11-16",
      data_as_of_at: "2026-11-16T02:00:00.000Z",
    });
    expect(statSync(releasePath).mode & 0o777).toBe(0o640);
    expect(readdirSync(place.home).sort()).toEqual([
      "current.duckdb",
      "current.json",
      "export",
      "releases",
      "restricted.duckdb",
      "store.duckdb",
    ]);
  });

  it("lies beside it as Parquet, mart by mart and without rows about persons", async () => {
    const marts = [...readDictionary().keys()].filter((name) => name.startsWith("marts.")).map((name) => name.slice(6));
    expect(readdirSync(path.join(place.home, "export")).sort()).toEqual(marts.sort());
    const shell = await openDatabase(":memory:");
    const count = (mart: string) => `(select count(*) from '${path.join(place.home, "export", mart)}/*.parquet')`;
    const rows = await shell.rows(`select ${count("tasks")} as tasks, ${count("rates")} as rates`);
    shell.close();
    expect(rows).toEqual([{ tasks: 2, rates: 0 }]);
    expect(statSync(path.join(place.home, "export", "tasks", "tasks.parquet")).mode & 0o777).toBe(0o640);
  });

  it("carries macros that work in any shell", async () => {
    const shell = await openDatabase(":memory:");
    await shell.run(`attach '${path.join(place.home, "current.duckdb")}' as plimsoll (read_only); use plimsoll`);
    const rows = await shell.rows(`
      select as_of() as as_of, week_start(as_of()) as week, local_date(timestamp '2026-07-01 22:30') as day,
        (select count(*) from task_asof(date '2026-11-01') where not is_completed) as open_then,
        (select count(*) from task_asof(date '2026-11-16') where not is_completed) as open_now`);
    shell.close();
    expect(rows).toEqual([{ as_of: "2026-11-16", week: "2026-11-15", day: "2026-07-02", open_then: 2, open_now: 1 }]);
  });

  it("keeps rows about persons in a second file", async () => {
    const counts = "select (select count(*) from marts.rates) as a, (select count(*) from staging.stg_rates) as b";
    expect(await withRelease((db) => db.rows(counts))).toEqual([{ a: 0, b: 0 }]);
    const restricted = await openRestricted(place.home);
    expect(await restricted?.rows(counts)).toEqual([{ a: 1, b: 1 }]);
    restricted?.close();
    expect(statSync(path.join(place.home, "restricted.duckdb")).mode & 0o777).toBe(0o600);
  });

  it("has metrics whose SQL runs", async () => {
    await withRelease(async (db) => {
      const metrics = await db.rows<{ sql: string }>("select sql from meta.metrics");
      expect(metrics.length).toBeGreaterThan(8);
      for (const { sql } of metrics) {
        const [row] = await db.rows(sql);
        if (row) expect(Object.keys(row)).toEqual(expect.arrayContaining(["value", "n"]));
      }
    });
  });
});

describe("releases one after another", () => {
  beforeAll(async () => {
    place = await givenHome(small);
    await run();
  });
  afterAll(() => place.remove());

  const contents = () =>
    withRelease(async (db) => {
      const tables = await db.rows<{ name: string }>(
        "select schema_name || '.' || table_name as name from duckdb_tables() order by name",
      );
      return Promise.all(tables.map(async ({ name }) => [name, await db.rows(`from ${name}`)]));
    });

  it("are the same, table by table and in the same order, when made from the same inputs, also while one is open", async () => {
    const reader = await openRelease(place.home);
    const first = await contents();
    await run();
    expect(await contents()).toEqual(first);
    expect(await reader.rows("select count(*) as n from marts.tasks")).toEqual([{ n: 2 }]);
    reader.close();
  });

  it("leave whoever opened the old one with it", async () => {
    const reader = await openRelease(place.home);
    const store = await openDatabase(place.storePath);
    await store.run("update raw.tasks set name = 'renamed'");
    store.close();
    await run({ seq: 2, asOf: "2026-11-17" });
    expect(await reader.rows("select name from marts.tasks")).toEqual([{ name: "A" }, { name: "B" }]);
    reader.close();
    expect(await withRelease((db) => db.rows("select distinct name from marts.tasks"))).toEqual([{ name: "renamed" }]);
  });

  it("end with the last good one when a check fails", async () => {
    const before = readFileSync(path.join(place.home, "current.json"), "utf8");
    const releases = readdirSync(path.join(place.home, "releases"));
    const sql = sqlWith(
      "checks/never.sql",
      "/*\nNames that are too short.\nblocking: yes\n*/\nselect name from marts.tasks",
    );
    const stopped = run({ seq: 3, asOf: "2026-11-18" }, { sqlFolder: sql });
    await expect(stopped).rejects.toThrow(CheckError);
    await expect(stopped).rejects.toThrow("checks.never: Names that are too short.: 2 rows break it");
    expect(readFileSync(path.join(place.home, "current.json"), "utf8")).toBe(before);
    expect(readdirSync(path.join(place.home, "releases"))).toEqual(releases);
    expect(existsSync(path.join(place.home, "build"))).toBe(false);
  });
});

describe("a release that may not be", () => {
  afterEach(() => place.remove());

  it("is stopped by a repeated or missing key", async () => {
    place = await givenHome({ tags: [{ gid: "t", name: "x" }, { gid: "t", name: "y" }, { name: "z" }] });
    const stopped = run();
    await expect(stopped).rejects.toThrow("staging.stg_tags: one row per tag_gid: 1 rows break it");
    await expect(stopped).rejects.toThrow("staging.stg_tags: tag_gid never null: 1 rows break it");
  });

  it("names the models of a circle, an unknown table, and columns that differ from the dictionary", async () => {
    place = await givenHome({});
    const circle = sqlWith("intermediate/int_x.sql", "/*\nX.\n*/\nselect 1 as a from intermediate.int_x");
    await expect(run({}, { sqlFolder: circle })).rejects.toThrow("intermediate.int_x → intermediate.int_x");
    const unknown = sqlWith("intermediate/int_x.sql", "/*\nX.\n*/\nselect 1 as a from marts.nothing");
    await expect(run({}, { sqlFolder: unknown })).rejects.toThrow(
      "intermediate.int_x reads marts.nothing, which no model writes",
    );
    rmSync(path.join(unknown, "intermediate/int_x.sql"));
    const other = sqlWith("marts/teams.sql", "/*\nX.\ngrain: team_gid\n*/\nselect 1 as team_gid, 'x' as title");
    rmSync(path.join(other, "intermediate/int_x.sql"), { force: true });
    await expect(run({}, { sqlFolder: other })).rejects.toThrow(
      "marts.teams: the columns differ from the dictionary (missing: name, number_of_members; unknown: title)",
    );
  });

  it("asks for a store, a known day and a place that can be written", async () => {
    place = await givenHome(small);
    await expect(run({ asOf: "2026-11-15" })).rejects.toThrow("Asana was first read as of 2026-11-16");
    writeFileSync(path.join(place.home, "releases"), "in the way");
    await expect(run()).rejects.toThrow(UserError);
    rmSync(place.storePath);
    await expect(run()).rejects.toThrow("There is no store at");
  });

  it("is nothing to open before the first night", async () => {
    place = await givenHome({});
    await expect(openRelease(place.home)).rejects.toThrow("There is no release in");
  });
});

describe("what was known on a day", () => {
  afterEach(() => place.remove());

  it("is rebuilt from the versions of that night, later deletions undone", async () => {
    const task = { gid: "1", created_at: "2026-11-01 08:00:00" };
    const write = {
      write_id: "w",
      run_id: "r1",
      action: "create",
      object_type: "task",
      key: "k",
      why: "x",
      state: "done",
      intended_at: "2026-11-16 03:00:00",
    };
    place = await givenHome({
      "ledger.refreshes": [
        refresh(1, "2026-11-16"),
        refresh(2, "2026-11-17"),
        { ...refresh(3, "2026-11-17"), stages: "transform" },
      ],
      "ledger.writes": [write],
      tasks: [
        { ...task, name: "before", _from_seq: 1, _to_seq: 2 },
        { ...task, name: "after", _from_seq: 2, _first_seq: 1 },
        { gid: "2", name: "gone", created_at: "2026-11-01 08:00:00", _from_seq: 1, _deleted_at: "2026-11-17 02:30:00" },
      ],
    });
    const known = async () => withRelease((db) => db.rows("select name, is_deleted from marts.tasks"));
    const writes = async () => withRelease((db) => db.rows("select count(*) as n from meta.writes"));
    await run({ seq: 2, asOf: "2026-11-17" });
    expect(await known()).toEqual([
      { name: "after", is_deleted: false },
      { name: "gone", is_deleted: true },
    ]);
    expect(await writes()).toEqual([{ n: 1 }]);
    await run({ seq: 4, asOf: "2026-11-16" });
    expect(await writes()).toEqual([{ n: 0 }]);
    expect(await known()).toEqual([
      { name: "before", is_deleted: false },
      { name: "gone", is_deleted: false },
    ]);
  });
});

describe("rows about persons", () => {
  afterEach(() => place.remove());

  it.each([
    ["all", 1, undefined],
    ["none", 0, undefined],
  ])("under privacy.person_level %s lie where they may", async (level, inRelease, inRestricted) => {
    place = await givenHome(small);
    await run({ set: [`privacy.person_level=${level}`] });
    const count = "select count(*) as n from marts.rates";
    expect(await withRelease((db) => db.rows(count))).toEqual([{ n: inRelease }]);
    expect(await withRelease((db) => db.rows("select count(*) as n from staging.stg_rates"))).toEqual([
      { n: inRelease },
    ]);
    const restricted = await openRestricted(place.home);
    expect(await restricted?.rows(count)).toEqual(inRestricted === undefined ? undefined : [{ n: inRestricted }]);
    restricted?.close();
  });
});

describe("TypeScript models", () => {
  afterEach(() => place.remove());

  const forecast: ModelRow = {
    ...Object.fromEntries(
      readDictionary()
        .get("marts.forecasts")!
        .columns.map((column) => [column.name, null]),
    ),
    forecast_id: "f",
    run_id: "r",
    kind: "task_hours",
    subject_type: "task",
    subject_gid: "1",
    made_on: "2026-11-16",
    unit: "hours",
    p50: 2.5,
    hindcast: false,
  };
  const model = (rows: readonly ModelRow[]): ModelNode => ({
    name: "test model",
    reads: ["marts.tasks"],
    writes: ["marts.forecasts"],
    run: async () => ({ "marts.forecasts": rows }),
  });

  it("write their forecasts into the ledger once, without those replayed over history", async () => {
    place = await givenHome(small);
    const modelNodes = [model([forecast, { ...forecast, forecast_id: "h", hindcast: true }])];
    expect((await run({}, { modelNodes })).numberOfForecastsKept).toBe(1);
    expect((await run({}, { modelNodes })).numberOfForecastsKept).toBe(0);
    const store = await openDatabase(place.storePath, { readOnly: true });
    expect(await store.rows("select forecast_id, seq, p50 from ledger.forecasts")).toEqual([
      { forecast_id: "f", seq: 1, p50: 2.5 },
    ]);
    store.close();
  });

  it("are refused when a row breaks the dictionary", async () => {
    const db = await openDatabase(":memory:");
    const table = readDictionary().get("marts.forecasts")!;
    const { p50: _, ...lacking } = forecast;
    await expect(buildRowsTable(db, table, [lacking])).rejects.toThrow("a row breaks the dictionary (missing: p50");
    const broken = { ...forecast, p50: Number.NaN };
    await expect(buildRowsTable(db, table, [broken])).rejects.toThrow("not a finite number: p50");
    db.close();
  });
});

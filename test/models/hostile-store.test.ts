import { afterAll, beforeAll, expect, it } from "vitest";
import { transform } from "../../src/transform/transform.ts";
import { type Database, openDatabase } from "../../src/warehouse/database.ts";
import { openRelease, openRestricted } from "../../src/warehouse/release.ts";
import { type GivenHome, givenHome } from "../support/given-home.ts";
import { addBulk, asOf, oddWorkspace } from "./support/hostile-store.ts";

/** Open tasks of one project; `PLIMSOLL_OPEN_TASKS=50000` makes the project that a sceptic would. */
const openTasks = Number(process.env.PLIMSOLL_OPEN_TASKS ?? 1_200);

let place: GivenHome;
let release: Database;
let restricted: Database;
beforeAll(async () => {
  place = await givenHome(oddWorkspace);
  await addBulk(place.storePath, openTasks);
  await transform(place.context({ asOf }), { storePath: place.storePath });
  release = await openRelease(place.home);
  restricted = (await openRestricted(place.home))!;
});
afterAll(() => {
  release?.close();
  restricted?.close();
  place.remove();
});

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
}

const columnsOf = (db: Database) =>
  db.rows<Column>(`
    select schema_name || '.' || table_name as "table", column_name as name, data_type as type from duckdb_columns()
    where schema_name in ('marts', 'meta', 'intermediate', 'staging') order by all`);

it("holds no number and no date that is not finite, and no text that says so", async () => {
  for (const db of [release, restricted]) {
    const columns = await columnsOf(db);
    const bad: string[] = [];
    for (const [table, own] of Map.groupBy(columns, (column) => column.table)) {
      const counts = own.flatMap(({ name, type }) => {
        const isBad = /DOUBLE|FLOAT|DATE|TIMESTAMP/.test(type)
          ? `not isfinite("${name}")`
          : `regexp_matches(cast("${name}" as varchar), '\\b(NaN|nan|-?[Ii]nf(inity)?|undefined)\\b')`;
        return /BIGINT|DECIMAL|BOOLEAN|INTEGER|\[\]/.test(type)
          ? []
          : [`count(*) filter (where ${isBad}) as "${name}"`];
      });
      if (table.startsWith("meta.") || counts.length === 0) continue;
      const [found] = await db.rows<Record<string, number>>(`select ${counts.join(", ")} from ${table}`);
      bad.push(...Object.entries(found!).flatMap(([name, n]) => (n > 0 ? [`${table}.${name}: ${n}`] : [])));
    }
    expect(bad).toEqual([]);
  }
});

it("loses no row", async () => {
  const store = await openDatabase(place.storePath, { readOnly: true });
  const [read] = await store.rows(
    "select (select count(*) from raw.tasks) as tasks, (select count(*) from raw.time_entries) as entries, (select count(*) from raw.projects) as projects",
  );
  store.close();
  const [kept] = await release.rows(`select (select count(*) from marts.tasks) as tasks,
    (select count(*) from marts.time_entries) as entries, (select count(*) from marts.projects) as projects`);
  expect(kept).toEqual(read);
  const [lost] = await release.rows(`select
    (select count(*) from marts.tasks where not is_completed) - (select count(*) from marts.task_forecasts) as tasks,
    (select count(*) from marts.projects) - (select count(*) from marts.project_forecasts) as projects,
    (select count(*) from marts.teams) * 4 - (select count(*) from marts.headcount_projection) as teams,
    (select count(*) from marts.people where is_active) * 8 - (select count(*) from marts.capacity_weekly join marts.people using (person_gid) where is_future and is_active) as weeks`);
  expect(lost).toEqual({ tasks: 0, projects: 0, teams: 0, weeks: 0 });
});

it("says why wherever it says nothing", async () => {
  for (const db of [release, restricted]) {
    const columns = await columnsOf(db);
    const tables = columns.filter(({ name, table }) => name === "unlocks" && table.startsWith("marts."));
    for (const { table } of tables) {
      const silent = `select * from ${table} where status is null or status <> 'ok' and coalesce(unlocks, '') = '' limit 1`;
      expect(await db.rows(silent), table).toEqual([]);
    }
  }
  const young = "select status, unlocks from marts.project_forecasts where project_gid = 'young'";
  expect(await release.rows(young)).toEqual([{ status: "insufficient_data", unlocks: expect.stringMatching(/week/) }]);
});

it("counts what it cannot use, and takes no impossible week of anybody", async () => {
  const broken = await release.rows<{ check_id: string }>(
    "select check_id from meta.checks where number_of_violations > 0",
  );
  const told = broken.map(({ check_id }) => check_id).join("\n");
  for (const what of [
    ...["dependencies_in_a_circle", "dependencies_unknown", "hours_unusable", "parents_in_a_circle"],
    ...["time_entries_without_task", "marts.absence: end_on", "marts.allocations: end_on", "start_on <= due_on"],
    ...["hours <= 24", "hours >= 0", "estimate_hours < 1000", "due_on < date '2100-01-01'"],
  ])
    expect(told).toContain(what);
  const people = await release.rows<Record<string, string | number>>(
    "select person_gid, weekly_capacity_hours, capacity_source from marts.people order by person_gid",
  );
  const weeks = Object.fromEntries(
    people.map((row) => [row.person_gid, [row.weekly_capacity_hours, row.capacity_source]]),
  );
  expect(weeks).toMatchObject({
    ...{
      p1: [40, "field"],
      p2: [0, "field"],
      p3: [40, "assumed"],
      p4: [40, "assumed"],
      p5: [40, "assumed"],
      p6: [20, "field"],
    },
  });
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createCompany } from "../../src/demo/company/company.ts";
import { sizeOfTasks } from "../../src/demo/company/sizes.ts";
import { demoToday } from "../../src/demo/start.ts";
import type { Task } from "../../src/demo/world/types.ts";
import type { World } from "../../src/demo/world/world.ts";
import type { Database } from "../../src/warehouse/database.ts";
import { openRelease } from "../../src/warehouse/release.ts";
import { demoRelease } from "../support/demo-release.ts";

const tasks = 2_000;
let db: Database;
let world: World;
beforeAll(async () => {
  const { home } = await demoRelease({ tasks });
  db = await openRelease(home);
  world = createCompany({ seed: 1, today: demoToday, size: sizeOfTasks(tasks) }).world;
});
afterAll(() => db.close());

/** Sums by key, sorted by key; keys without anything to sum are left out. */
function sumBy<T>(rows: Iterable<T>, keyOf: (row: T) => string | undefined, amountOf: (row: T) => number) {
  const sums = new Map<string, number>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key !== undefined) sums.set(key, (sums.get(key) ?? 0) + amountOf(row));
  }
  return Object.fromEntries([...sums].filter(([, value]) => value !== 0).sort());
}

const fromSql = async (sql: string) =>
  Object.fromEntries(
    (await db.rows<{ key: string; value: number }>(`${sql} order by key`)).map((row) => [row.key, row.value]),
  );

const rootOf = (task: Task): Task => (task.parent ? rootOf(task.parent) : task);
const projectOf = (task: Task) => rootOf(task).places[0]?.project.gid ?? task.places[0]?.project.gid;
const entriesOf = () => [...world.tasks.values()].flatMap((task) => task.entries);

describe("the marts of the embedded workspace equal what it holds", () => {
  it("task by task", async () => {
    const found = await db.rows<{ gid: string; minutes: number | null; is_completed: boolean }>(
      "select task_gid as gid, round(actual_hours * 60) as minutes, is_completed from marts.tasks where coalesce(actual_source, 'time_entries') = 'time_entries'",
    );
    for (const row of found) {
      const task = world.tasks.get(row.gid)!;
      const minutes = task.entries.reduce((sum, entry) => sum + entry.minutes, 0);
      expect([row.minutes ?? 0, row.is_completed], row.gid).toEqual([minutes, task.completedAt !== null]);
    }
    expect(await db.rows("select count(*) as n from marts.tasks")).toEqual([{ n: world.tasks.size }]);
  });

  it("in minutes by person", async () => {
    const expected = sumBy(
      entriesOf(),
      (entry) => entry.person.gid,
      (entry) => entry.minutes,
    );
    const found = await fromSql(
      "select person_gid as key, sum(round(hours * 60)) as value from marts.time_entries where source = 'asana' group by person_gid",
    );
    expect(found).toEqual(expected);
  });

  it("in minutes by project, each task counted in one project only", async () => {
    const expected = sumBy(
      entriesOf(),
      (entry) => projectOf(entry.task),
      (entry) => entry.minutes,
    );
    const found = await fromSql(`
      select project_gid as key, sum(round(hours * 60)) as value from marts.time_entries
      where source = 'asana' and project_gid is not null group by project_gid`);
    expect(found).toEqual(expected);
  });

  it("in memberships, tags and dependencies", async () => {
    const all = [...world.tasks.values()];
    const count = (of: (task: Task) => number) => all.reduce((sum, task) => sum + of(task), 0);
    const [row] = await db.rows(`
      select (select count(*) from marts.task_projects) as projects, (select count(*) from marts.task_tags) as tags,
        (select count(*) from marts.task_dependencies) as dependencies`);
    expect(row).toEqual({
      projects: count((task) => task.places.length),
      tags: count((task) => new Set(task.tags).size),
      dependencies: count((task) => new Set(task.dependencies).size),
    });
  });

  it("in completions per week, which add up to the completed tasks", async () => {
    const [row] = await db.rows<{ a: number; b: number }>(`
      select (select sum(number_of_tasks_completed) from marts.velocity_weekly where scope_type = 'workspace' and kind <> 'forecast') as a,
        (select count(*) from marts.tasks where is_completed and not is_own and not is_deleted) as b`);
    expect(row!.a).toBe(row!.b);
  });
});

import { expect, test } from "vitest";
import { capacityWeeklyNode } from "../../../src/models/capacity/capacity-weekly.ts";
import { sprintsAround } from "../../../src/models/capacity/sprints.ts";
import type { ModelRow, ModelSettings } from "../../../src/models/node.ts";
import { settings } from "../../support/model-settings.ts";
import { fill, makeCompany } from "../support/company.ts";
import { asOf, badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

async function run(sprints: ModelSettings["sprints"], company = makeCompany({ people: 2, weeks: 30 })) {
  const database = await openMarts();
  await fill(database, company);
  const written = await runNode(capacityWeeklyNode, database, { settings: { ...settings, sprints } });
  expect(badNumbers(written)).toEqual([]);
  database.close();
  return { weeks: written["marts.capacity_weekly"]!, sprints: written["marts.capacity_sprints"]! };
}

const ofFirst = (rows: readonly ModelRow[]) => rows.filter((row) => row.person_gid === "u0");

test("a sprint of one week is told exactly as that week, and without sprints there are none", async () => {
  const { weeks, sprints } = await run([{ name: "One week", starts_on: "2026-11-30", ends_on: "2026-12-06" }]);
  const week = ofFirst(weeks).find((row) => row.week_start_on === "2026-11-30")!;
  const [sprint] = ofFirst(sprints);
  for (const column of ["capacity_hours", "load_p10", "load_p50", "load_p90", "overload_probability", "load_status"]) {
    expect([column, sprint![column]]).toEqual([column, week[column]]);
  }
  for (const column of ["capacity_points", "load_points_p50", "points_overload_probability"]) {
    expect(sprint![column]).toBeCloseTo(week[column] as number, 9);
  }
  expect((await run(undefined)).sprints).toEqual([]);
});

test("a sprint from Wednesday to Tuesday two weeks on holds ten days, and what is logged in it counts", async () => {
  const { sprints } = await run([{ name: "Odd", starts_on: "2026-11-11", ends_on: "2026-11-24" }]);
  const [sprint] = ofFirst(sprints);
  expect(sprint).toMatchObject({ capacity_hours: 80, status: "ok", is_future: true });
  // Wednesday to Friday of the week before the as-of Monday.
  expect(sprint!.logged_hours).toBeGreaterThan(8);
  expect(sprint!.load_p10).toBeGreaterThanOrEqual(sprint!.logged_hours as number);
});

test("a row of equal sprints is numbered from its first, and one that ends too far ahead says so", async () => {
  const names = sprintsAround({
    asOf,
    settings: { ...settings, sprints: { name: "Sprint", starts_on: "2026-01-05", weeks: 3 } },
  }).map((sprint) => `${sprint.name}: ${sprint.starts_on} ${sprint.ends_on}`);
  expect(names[0]).toBe("Sprint 11: 2026-08-03 2026-08-23");
  expect(names.at(-1)).toBe("Sprint 18: 2026-12-28 2027-01-17");
  const { sprints } = await run({ name: "Sprint", starts_on: "2026-01-05", weeks: 3 });
  expect(ofFirst(sprints).at(-1)).toMatchObject({
    status: "insufficient_data",
    load_p50: null,
    unlocks: "Ends on 2027-01-17, beyond the 8 weeks that load is told for.",
  });
  expect(ofFirst(sprints)[0]).toMatchObject({ status: "ok", is_future: false, method: "logged hours" });
});

test("load in points: what somebody finishes a week is the capacity, and twice as many points are too many", async () => {
  const company = makeCompany({ people: 2, weeks: 30, openHoursPerWeek: 0 });
  const day = company.tasks.at(-1)!;
  const extra = Array.from({ length: 20 }, (_, i) => ({
    ...day,
    ...{ task_gid: `x${i}`, assignee_gid: "u1", is_completed: false, completed_at: null, actual_hours: null },
    // Half of them without points: they count as the middle one of their project.
    ...{ start_on: "2026-12-07", due_on: "2026-12-11", project_gid: "p0", story_points: i % 2 === 0 ? 1 : null },
  }));
  const { weeks } = await run(undefined, { ...company, tasks: [...company.tasks, ...extra] });
  const week = (person: string) => weeks.find((r) => r.person_gid === person && r.week_start_on === "2026-12-07")!;
  // Tasks of about six hours in 34 hours a week, one point each.
  expect(week("u1").capacity_points).toBeGreaterThan(4);
  expect(week("u1").capacity_points).toBeLessThan(8);
  expect(week("u1").assigned_points).toBe(20);
  expect(week("u1").points_overload_probability).toBeGreaterThan(0.9);
  expect(week("u0").points_overload_probability).toBeLessThan(0.5);
});

test("whoever counts no points has none, and holidays take points away as hours", async () => {
  const company = makeCompany({ people: 2, weeks: 30 });
  const tasks = company.tasks.map((task) => (task.assignee_gid === "u0" ? { ...task, story_points: null } : task));
  const database = await openMarts();
  await fill(database, { ...company, tasks });
  await insert(database, "marts.holidays", [{ holiday_on: "2026-12-25", name: "Christmas", person_gid: "*" }]);
  await runNode(capacityWeeklyNode, database);
  const rows = await database.rows<{ person_gid: string; points: number | null; share: number | null }>(`
    select person_gid, capacity_points as points, capacity_points / max(capacity_points) over (partition by person_gid) as share
    from marts.capacity_weekly where is_future qualify week_start_on = '2026-12-21' order by person_gid`);
  expect(rows[0]).toMatchObject({ person_gid: "u0", points: null });
  expect(rows[1]!.share).toBeCloseTo(0.8, 3);
});

test("points below zero are no points, and spoil nothing", async () => {
  const company = makeCompany({ people: 2, weeks: 30 });
  const tasks = company.tasks.map((task, i) => (i % 9 === 0 ? { ...task, story_points: -1 } : task));
  const without = company.tasks.map((task, i) => (i % 9 === 0 ? { ...task, story_points: null } : task));
  expect(await run(undefined, { ...company, tasks })).toEqual(await run(undefined, { ...company, tasks: without }));
});

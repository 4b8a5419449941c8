import { expect, test } from "vitest";
import { capacityWeeklyNode } from "../../../src/models/capacity/capacity-weekly.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

test("a person with one and a half weeks of work in a week is overloaded, the others are not", async () => {
  const database = await openMarts();
  const company = makeCompany({});
  for (let i = 0; i < 12; i++) {
    const gid = `extra${i}`;
    company.tasks.push({
      ...company.tasks.at(-1)!,
      ...{ task_gid: gid, assignee_gid: "u2", start_on: "2026-12-07", due_on: "2026-12-11", project_gid: "p0" },
    });
    company.forecasts.push({ ...company.forecasts.at(-1)!, task_gid: gid });
  }
  await fill(database, company);
  const written = await runNode(capacityWeeklyNode, database);
  expect(badNumbers(written)).toEqual([]);
  const overloaded = await database.rows(
    "select person_gid, week_start_on, load_status from marts.capacity_weekly where overload_probability >= 0.5",
  );
  expect(overloaded).toEqual([{ person_gid: "u2", week_start_on: "2026-12-07", load_status: "overloaded" }]);
  const [probability] = await database.rows<{ p: number }>(
    "select overload_probability as p from marts.capacity_weekly where person_gid = 'u2' and week_start_on = '2026-12-07'",
  );
  expect(probability!.p).toBeGreaterThan(0.8);
  const [shape] = await database.rows(`
    select count(*) as n, count(*) filter (is_future) as ahead, min(overload_probability) > 0 and max(overload_probability) < 1 as is_unsure
    from marts.capacity_weekly`);
  expect(shape).toEqual({ n: 6 * 21, ahead: 6 * 8, is_unsure: true });
});

test("absence and holidays take hours away, and work moves to days at work", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({ people: 1 }));
  await insert(database, "marts.absence", [
    { absence_gid: "a1", person_gid: "u0", start_on: "2026-11-23", end_on: "2026-11-27" },
  ]);
  await insert(database, "marts.holidays", [{ holiday_on: "2026-12-25", name: "Christmas", person_gid: "*" }]);
  await runNode(capacityWeeklyNode, database);
  const rows = await database.rows(`
    select week_start_on, capacity_hours, time_off_hours, load_p90 from marts.capacity_weekly
    where is_future and week_start_on in ('2026-11-23', '2026-12-21') order by week_start_on`);
  expect(rows).toEqual([
    { week_start_on: "2026-11-23", capacity_hours: 0, time_off_hours: 40, load_p90: 0 },
    { week_start_on: "2026-12-21", capacity_hours: 32, time_off_hours: 8, load_p90: expect.any(Number) },
  ]);
});

test("the larger of plan and scheduled work counts for a project, not their sum", async () => {
  const database = await openMarts();
  const company = makeCompany({ people: 1, projects: 1, weeks: 0, openHoursPerWeek: 0 });
  await fill(database, company);
  await insert(database, "marts.allocations", [
    {
      allocation_gid: "al1",
      person_gid: "u0",
      project_gid: "p0",
      start_on: "2026-11-16",
      end_on: "2026-12-11",
      hours_per_week: 20,
    },
  ]);
  await insert(database, "marts.tasks", [
    {
      ...{
        task_gid: "t",
        assignee_gid: "u0",
        project_gid: "p0",
        is_completed: false,
        is_own: false,
        is_deleted: false,
      },
      ...{ created_at: "2026-11-01T08:00:00Z", start_on: "2026-11-16", due_on: "2026-11-20", estimate_hours: 8 },
    },
  ]);
  await insert(database, "marts.task_forecasts", [
    { task_gid: "t", hours_p10: 7, hours_p50: 8, hours_p80: 9, hours_p90: 9.2, hours_mean: 8, status: "ok" },
  ]);
  await runNode(capacityWeeklyNode, database);
  const rows = await database.rows(
    "select load_p50, allocated_hours from marts.capacity_weekly where is_future order by week_start_on limit 5",
  );
  expect(rows.map((row) => row.load_p50)).toEqual([20, 20, 20, 20, 0]);
  expect(rows.map((row) => row.allocated_hours)).toEqual([20, 20, 20, 20, 0]);
});

test("a person of whom nothing is known gets rows that say so", async () => {
  const database = await openMarts();
  await insert(database, "marts.people", [{ person_gid: "u0", weekly_capacity_hours: 40, is_active: true }]);
  await runNode(capacityWeeklyNode, database);
  const rows = await database.rows("select distinct status, unlocks from marts.capacity_weekly where is_future");
  expect(rows).toEqual([
    {
      status: "insufficient_data",
      unlocks: "Needs 4 weeks of logged time (has 0), or assigned work with an expected effort; no open work.",
    },
  ]);
});

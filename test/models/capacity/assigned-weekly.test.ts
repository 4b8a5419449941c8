import { expect, test } from "vitest";
import { assignedWeeklyNode } from "../../../src/models/capacity/assigned-weekly.ts";
import { capacityWeeklyNode } from "../../../src/models/capacity/capacity-weekly.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

test("hours by project add up to the assigned hours of each person's week", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({}));
  await runNode(capacityWeeklyNode, database);
  const written = await runNode(assignedWeeklyNode, database);
  expect(badNumbers(written)).toEqual([]);
  const [sums] = await database.rows<{ weeks: number; projects: number; off: number; hours: number }>(`
    with summed as (
      select person_gid, week_start_on, sum(assigned_hours) as hours, count(*) as projects from marts.assigned_weekly group by all
    )
    select count(*) as weeks, max(projects) as projects, sum(c.assigned_hours)::double as hours,
      max(abs(coalesce(s.hours, 0) - c.assigned_hours))::double as off
    from marts.capacity_weekly c left join summed s using (person_gid, week_start_on) where c.is_future`);
  expect(sums!.weeks).toBe(6 * 8);
  expect(sums!.projects).toBeGreaterThan(1);
  expect(sums!.hours).toBeGreaterThan(100);
  expect(sums!.off).toBeLessThan(0.001);
});

test("work of nobody, of somebody who left, and without a project is spread too; what nobody can size is not", async () => {
  const database = await openMarts();
  const task = { is_completed: false, is_own: false, is_deleted: false, created_at: "2026-11-01T08:00:00Z" };
  // Five working days of the week after the as-of week.
  const dates = { start_on: "2026-11-23", due_on: "2026-11-27" };
  await insert(database, "marts.tasks", [
    { ...task, ...dates, task_gid: "1", project_gid: "A", estimate_hours: 10 },
    { ...task, ...dates, task_gid: "2", assignee_gid: "left", estimate_hours: 4 },
    { ...task, ...dates, task_gid: "3", assignee_gid: "left", project_gid: "A" },
    { ...task, ...dates, task_gid: "4", project_gid: "A", estimate_hours: 9, is_own: true },
  ]);
  const { "marts.assigned_weekly": rows } = await runNode(assignedWeeklyNode, database);
  // An estimate is the median of a lognormal with a spread of .85 on the log scale: mean = median x exp(.85² / 2).
  const mean = Math.exp(0.85 ** 2 / 2);
  expect(rows!.map((row) => [row.person_gid, row.project_gid, row.week_start_on])).toEqual([
    ["none", "A", "2026-11-23"],
    ["left", "none", "2026-11-23"],
  ]);
  expect(rows![0]!.assigned_hours).toBeCloseTo(10 * mean, 3);
  expect(rows![1]!.assigned_hours).toBeCloseTo(4 * mean, 3);
});

import { describe, expect, test } from "vitest";
import { taskForecastsNode } from "../../../src/models/effort/task-forecasts.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import { addDays } from "../../../src/models/statistics/calendar.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { runNode } from "../run-node.ts";

const asOf = "2026-03-02";

const task = (gid: string, more: ModelRow = {}): ModelRow => ({
  task_gid: gid,
  name: `Task ${gid}`,
  assignee_gid: "1",
  project_gid: "10",
  created_at: "2026-01-01T00:00:00Z",
  is_completed: false,
  is_milestone: false,
  is_own: false,
  is_deleted: false,
  ...more,
});

/** Finished tasks of two people: 1 takes what was estimated, 2 takes twice as long. */
function finished(count: number, seed = 1): ModelRow[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, (_, i) => {
    const assignee = i % 2 === 0 ? "1" : "2";
    const estimate = random.pick([1, 2, 4, 8]);
    const actual = estimate * (assignee === "2" ? 2 : 1) * random.lognormal(0, 0.2);
    return task(`p${i}`, {
      assignee_gid: assignee,
      is_completed: true,
      estimate_hours: estimate,
      actual_hours: Number(actual.toFixed(4)),
      completed_at: `${addDays("2025-10-01", i % 140)}T10:00:00Z`,
    });
  });
}

const forecast = async (tasks: readonly ModelRow[]) => {
  const { "marts.task_forecasts": rows } = await runNode(taskForecastsNode, { "marts.tasks": tasks }, { asOf });
  return new Map(rows!.map((row) => [row.task_gid as string, row as Record<string, number> & typeof row]));
};

describe("task forecasts", () => {
  test("learn each person's own ratio of actual to estimate", async () => {
    const rows = await forecast([
      ...finished(200),
      task("a", { estimate_hours: 4 }),
      task("b", { estimate_hours: 4, assignee_gid: "2" }),
    ]);
    expect(rows.get("a")!.hours_p50).toBeGreaterThan(3.3);
    expect(rows.get("a")!.hours_p50).toBeLessThan(4.9);
    expect(rows.get("b")!.hours_p50).toBeGreaterThan(6.6);
    expect(rows.get("b")!.hours_p50).toBeLessThan(9.6);
    expect(rows.get("b")!.adjusted_estimate_hours).toBe(rows.get("b")!.hours_p50);
    expect(rows.get("b")!.similar_task_gids).toHaveLength(3);
  });

  test("forecast a task without estimate from similar tasks, and say so", async () => {
    const rows = await forecast([...finished(60), task("a")]);
    expect(rows.get("a")).toMatchObject({ basis: "similar_tasks", status: "ok" });
    expect(rows.get("a")!.hours_p90).toBeGreaterThan(rows.get("a")!.hours_p10!);
  });

  test("never forecast less than what is logged already", async () => {
    const rows = await forecast([...finished(60), task("a", { estimate_hours: 2, actual_hours: 50 })]);
    expect(rows.get("a")!.hours_p10).toBeGreaterThanOrEqual(50);
    expect(rows.get("a")!.remaining_hours).toBeGreaterThan(0);
  });

  test("refuse below eight finished tasks and name what would unlock them", async () => {
    const rows = await forecast([...finished(5), task("a", { estimate_hours: 4 }), task("b")]);
    expect(rows.get("a")).toMatchObject({
      status: "insufficient_data",
      hours_p50: null,
      unlocks: "3 more completed tasks with an estimate and logged hours",
    });
    expect(rows.get("b")).toMatchObject({ status: "insufficient_data", basis: "similar_tasks" });
  });

  test("leave no open task out, whatever its numbers", async () => {
    const odd = [
      task("huge", { estimate_hours: 10_000 }),
      task("negative", { estimate_hours: -3 }),
      task("zero", { estimate_hours: 0 }),
      task("bare", { name: null, assignee_gid: null, project_gid: null, created_at: null }),
      task("far", { due_on: "9999-12-31", start_on: "9999-12-31" }),
      task("milestone", { is_milestone: true }),
    ];
    const rows = await forecast([...finished(40), ...odd, task("own", { is_own: true })]);
    expect([...rows.keys()].sort()).toEqual(odd.map((row) => row.task_gid).sort());
    expect(rows.get("milestone")!.unlocks).toContain("milestone");
    expect(rows.get("milestone")).toMatchObject({ hours_p50: null, completes_on_p50: null, completes_on_p85: null });
    expect(rows.get("huge")!.hours_p50).toBeGreaterThan(1_000);
  });

  test("ignore finished tasks without hours, of Plimsoll's own, or finished on the as-of date or later", async () => {
    const useless = [
      task("x1", { is_completed: true, estimate_hours: 4, actual_hours: 0, completed_at: "2026-02-01T00:00:00Z" }),
      task("x2", { is_completed: true, estimate_hours: 4, actual_hours: -2, completed_at: "2026-02-01T00:00:00Z" }),
      task("x3", { is_completed: true, estimate_hours: 4, completed_at: "2026-02-01T00:00:00Z" }),
      task("x4", { is_completed: true, estimate_hours: 4, actual_hours: 4, completed_at: null }),
    ];
    const known = [...finished(40), task("a", { estimate_hours: 4 })];
    const base = (await forecast(known)).get("a")!;
    const later = task("x5", {
      is_completed: true,
      estimate_hours: 4,
      actual_hours: 400,
      completed_at: `${asOf}T00:00:00Z`,
    });
    const rows = await forecast([...known, ...useless, later]);
    expect(rows.get("a")).toMatchObject({ hours_p50: base.hours_p50, hours_p90: base.hours_p90 });
  });
});

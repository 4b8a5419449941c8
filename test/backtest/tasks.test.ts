import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readCsv } from "../../src/commands/backtest/csv.ts";
import { backtestTasksOf, type TaskRow } from "../../src/commands/backtest/tasks.ts";
import { addDays } from "../../src/models/statistics/calendar.ts";
import { createRandom } from "../../src/models/statistics/random.ts";

function history(count: number): Record<string, string | number>[] {
  const random = createRandom(1);
  return Array.from({ length: count }, (_, i) => {
    const estimated_on = addDays("2024-01-01", i);
    const estimate = random.pick([1, 2, 4, 8]);
    return {
      task_id: String(i),
      name: `Write page ${i}`,
      assignee: String(i % 3),
      estimate_hours: estimate,
      actual_hours: Number((estimate * random.lognormal(0.2, 0.5)).toFixed(3)),
      estimated_on,
      started_on: estimated_on,
      completed_on: addDays(estimated_on, 2),
    };
  });
}

const shared = `${import.meta.dirname}/../../../shared/data/tasks.csv`;

describe("backtest of tasks", () => {
  test("writes the columns of the protocol, a row per task from the date on", () => {
    const { csv, forecasts } = backtestTasksOf(history(60), { from: "2024-02-20" });
    expect(csv.split("\n")[0]).toBe(
      "task_id,made_on,p025_hours,p10_hours,p50_hours,p90_hours,p975_hours,mean_hours,confidence",
    );
    expect(forecasts.map((row) => row.task_id)).toEqual(["50", "51", "52", "53", "54", "55", "56", "57", "58", "59"]);
    for (const row of readCsv(csv)) {
      const levels = ["p025_hours", "p10_hours", "p50_hours", "p90_hours", "p975_hours"].map((name) =>
        Number(row[name]),
      );
      expect(levels).toEqual([...levels].sort((a, b) => a - b));
      expect(levels[0]).toBeGreaterThan(0);
      expect(Number(row.confidence)).toBeGreaterThan(0);
      expect(Number(row.confidence)).toBeLessThan(1);
    }
  });

  test("never looks at a task's own outcome, nor at what completes on the day of the estimate or later", () => {
    const rows = history(60);
    const base = backtestTasksOf(rows, { from: "2024-02-20" }).forecasts[0];
    const changed = rows.map((row) =>
      (row.completed_on as string) >= "2024-02-20" ? { ...row, actual_hours: 999, started_on: "2024-02-28" } : row,
    );
    expect(backtestTasksOf(changed, { from: "2024-02-20" }).forecasts[0]).toEqual(base);
  });

  test("predicts the rows that a role marks, whatever the date", () => {
    const rows = history(40).map((row, i) => ({ ...row, role: i % 10 === 0 ? "scored" : "history" }));
    const { forecasts } = backtestTasksOf(rows, { from: "2024-02-01" });
    expect(forecasts.map((row) => row.task_id)).toEqual(["0", "10", "20", "30"]);
  });

  test("lives with missing columns, empty cells and hours that are none", () => {
    const bare = history(30).map(
      ({ task_id, estimate_hours, actual_hours, estimated_on, completed_on }, i): TaskRow => ({
        task_id: task_id!,
        estimate_hours: i % 7 === 0 ? "" : i % 7 === 1 ? -4 : estimate_hours!,
        actual_hours: i % 11 === 0 ? "0" : actual_hours!,
        estimated_on: estimated_on!,
        completed_on: completed_on!,
      }),
    );
    const { forecasts, scores } = backtestTasksOf(bare);
    expect(forecasts).toHaveLength(30);
    expect(
      forecasts
        .flatMap((row) => Object.values(row))
        .filter((cell) => typeof cell === "number" && !Number.isFinite(cell)),
    ).toEqual([]);
    expect(Number.isFinite(scores.MAE)).toBe(true);
  });

  test("says the same twice", () => {
    expect(backtestTasksOf(history(50)).csv).toBe(backtestTasksOf(history(50)).csv);
  });

  test.skipIf(!existsSync(shared))("beats the human estimate on real tasks, with intervals that hold", () => {
    const all = readCsv(readFileSync(shared, "utf8"));
    const years = all.filter((row) => row.estimated_on! >= "2006-07-01" && row.estimated_on! < "2007-07-01");
    const { scores } = backtestTasksOf(years, { from: "2007-02-01" });
    expect(scores.n).toBeGreaterThan(200);
    expect(scores.MALE).toBeLessThan(scores.human_MALE!);
    expect(scores.cov80).toBeGreaterThan(0.74);
    expect(scores.cov80).toBeLessThan(0.88);
    expect(scores.cov95).toBeGreaterThan(0.92);
  });
});

import { expect, test } from "vitest";
import { backtestTasksOf, type TaskRow } from "../../src/commands/backtest/tasks.ts";
import { addDays } from "../../src/models/statistics/calendar.ts";
import { createRandom } from "../../src/models/statistics/random.ts";

interface Company {
  readonly tasks: number;
  readonly seed: number;
  /** Spread of ln(actual / estimate) by size; beside it a third of the tasks takes exactly what was estimated. */
  readonly spreadOf: (estimate: number) => number;
}

/** A company whose estimates are right in the middle, with heavy tails, and of which nothing else is known. */
function rowsOf({ tasks, seed, spreadOf }: Company): TaskRow[] {
  const random = createRandom(`little/${seed}`);
  return Array.from({ length: tasks }, (_, i) => {
    const estimate = random.pick([0.5, 1, 2, 4, 7, 14, 35]);
    const spread = spreadOf(estimate) * (random.uniform() < 0.1 ? 2.5 : 1);
    const ratio = random.uniform() < 0.35 ? 1 : random.lognormal(0, spread);
    const estimated_on = addDays("2026-01-05", Math.floor(i / 3));
    // What runs over is finished late: the first tasks to be learnt from are those that went well.
    const completed_on = addDays(estimated_on, Math.ceil(4 * ratio + 6 * random.uniform()));
    const task_id = String(i).padStart(5, "0");
    return { task_id, estimate_hours: estimate, actual_hours: estimate * ratio, estimated_on, completed_on };
  });
}

type Scores = ReturnType<typeof backtestTasksOf>["scores"];
const over = (seeds: number, company: Omit<Company, "seed">): Scores[] =>
  Array.from({ length: seeds }, (_, seed) => backtestTasksOf(rowsOf({ ...company, seed })).scores);
const mean = (scores: readonly Scores[], measure: string) =>
  scores.reduce((sum, score) => sum + score[measure]!, 0) / scores.length;

test.each([30, 100, 300])("intervals hold from the first of %i tasks on, and are not as wide as can be", (tasks) => {
  const scores = over(tasks < 300 ? 40 : 15, { tasks, spreadOf: () => 0.8 });
  expect(mean(scores, "cov80")).toBeGreaterThan(0.77);
  expect(mean(scores, "cov80")).toBeLessThan(0.9);
  expect(mean(scores, "cov95")).toBeGreaterThan(0.925);
  expect(mean(scores, "cov95")).toBeLessThan(0.99);
});

test("with estimates alone the forecast is no worse than they are, and the surest quarter is within a factor of 2", () => {
  const spreadOf = (estimate: number) => (estimate < 4 ? 0.5 : 1);
  const companies = Array.from({ length: 6 }, (_, seed) => rowsOf({ tasks: 800, seed, spreadOf }));
  const made = companies.map((rows) => ({ rows, ...backtestTasksOf(rows) }));
  const scores = made.map((one) => one.scores);
  expect(mean(scores, "MALE")).toBeLessThan(1.01 * mean(scores, "human_MALE"));
  expect(mean(scores, "MAE")).toBeLessThan(1.01 * mean(scores, "human_MAE"));
  const within = made.flatMap(({ rows, forecasts }) => {
    const actual = new Map(rows.map((row) => [row.task_id, Number(row.actual_hours)]));
    const surest = [...forecasts].sort((a, b) => Number(b.confidence) - Number(a.confidence)).slice(0, 200);
    return surest.map(
      (one) => Math.abs(Math.log(actual.get(String(one.task_id))! / Number(one.p50_hours))) <= Math.LN2,
    );
  });
  expect(within.filter(Boolean).length / within.length).toBeGreaterThan(0.8);
});

import { beforeAll, expect, test } from "vitest";
import { dateMovesNode } from "../../../src/models/completion/date-moves.ts";
import { projectForecastsNode } from "../../../src/models/completion/project-forecasts.ts";
import { widened, wideningOf } from "../../../src/models/completion/widening.ts";
import { taskForecastsNode } from "../../../src/models/effort/task-forecasts.ts";
import { forecastsNode } from "../../../src/models/record/forecasts-node.ts";
import { pinball, scoreRow } from "../../../src/models/record/score.ts";
import { velocityWeeklyNode } from "../../../src/models/velocity/velocity-weekly.ts";
import type { Database } from "../../../src/warehouse/database.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

let database: Database;
let written: Awaited<ReturnType<typeof runNode>>;

beforeAll(async () => {
  database = await openMarts();
  await fill(database, { ...makeCompany({ people: 3, weeks: 40 }), forecasts: [] });
  await runNode(taskForecastsNode, database);
  await runNode(velocityWeeklyNode, database);
  await runNode(projectForecastsNode, database);
});

const empty = () => database.run("delete from marts.forecasts; delete from marts.forecast_scores");

test("on the first night the record holds this run's forecasts and replayed ones with scores", async () => {
  written = await runNode(forecastsNode, database);
  expect(badNumbers(written)).toEqual([]);
  const kinds = await database.rows(`
    select kind, count(*) filter (hindcast) > 0 as has_hindcast, count(*) filter (not hindcast) > 0 as has_own,
      count(*) - count(distinct forecast_id) as twice, min(p10 <= p50 and p50 <= p90) as is_ordered
    from marts.forecasts group by kind order by kind`);
  const complete = { has_hindcast: true, has_own: true, twice: 0, is_ordered: true };
  // This test runs no capacity_weekly: loads are replayed alone, and are chances without quantiles.
  const [loads, ...others] = kinds;
  expect(loads).toEqual({ kind: "overload", has_hindcast: true, has_own: false, twice: 0, is_ordered: null });
  expect(others).toEqual(
    ["person_hours", "project_completion", "task_hours", "velocity_hours", "velocity_tasks"].map((kind) => ({
      kind,
      ...complete,
    })),
  );
  const scored = await database.rows(`
    select kind, count(*) > 0 as has_scores, avg(is_inside_80::int) between 0.6 and 0.95 as is_calibrated, bool_and(hindcast) as hindcast
    from marts.forecast_scores where kind not in ('task_hours', 'project_completion') group by kind order by kind`);
  const held = { has_scores: true, is_calibrated: true, hindcast: true };
  expect(scored).toEqual(["person_hours", "velocity_hours", "velocity_tasks"].map((kind) => ({ kind, ...held })));
  const [week] = await database.rows(
    "select count(*) > 0 as has from marts.forecasts where made_on = '2026-11-09' and kind = 'project_completion'",
  );
  expect(week).toEqual({ has: true });
});

test("the same inputs give the same record", async () => {
  await empty();
  const again = await runNode(forecastsNode, database);
  expect(again).toEqual(written);
});

test("earlier nights stay in the record and are scored, and the replay ends before the first of them", async () => {
  await empty();
  await database.run(`insert into staging.stg_forecasts by name
    select 1 as seq, 'f1' as forecast_id, 'night-1' as run_id, 'velocity_tasks' as kind, 'workspace' as subject_type,
      'workspace' as subject_gid, date '2026-11-02' as made_on, date '2026-11-09' as target_on, 2 as horizon_weeks, 'tasks' as unit,
      1000 as p10, 1001 as p50, 1002 as p80, 1003 as p90, '0.1.0' as model_version, 20 as n, false as hindcast`);
  await runNode(forecastsNode, database);
  const [score] = await database.rows(
    "select is_inside_80, is_below_p50, scored_on from marts.forecast_scores where forecast_id = 'f1'",
  );
  expect(score).toEqual({ is_inside_80: false, is_below_p50: true, scored_on: "2026-11-16" });
  const [latest] = await database.rows("select max(made_on) as on from marts.forecasts where hindcast");
  expect(latest).toEqual({ on: "2026-10-26" });
});

test("pinball loss is that of sklearn.metrics.mean_pinball_loss", () => {
  // mean_pinball_loss([10], [7], alpha=0.9) = 2.7, ([10], [14], alpha=0.9) = 0.4, ([10], [14], alpha=0.1) = 3.6
  expect(pinball(10, 7, 0.9)).toBeCloseTo(2.7, 12);
  expect(pinball(10, 14, 0.9)).toBeCloseTo(0.4, 12);
  expect(pinball(10, 14, 0.1)).toBeCloseTo(3.6, 12);
});

test("a forecast without quantiles has no score", () => {
  const forecast = {
    forecast_id: "f",
    kind: "task_hours",
    subject_gid: "t",
    made_on: "2026-01-01",
    horizon_weeks: null,
  };
  const empty = { ...forecast, p10: null, p50: null, p90: null, hindcast: false };
  expect(scoreRow(empty, { actual: 1, known_on: "2026-02-01" })).toBeNull();
});

test("the parts of a moved date add up, on the first night against the replay of a week before", async () => {
  await empty();
  await database.run("delete from staging.stg_forecasts");
  await runNode(forecastsNode, database);
  await runNode(dateMovesNode, database);
  const moves = await database.rows(`
    select project_gid, previous_made_on, to_on - from_on = moved_days as is_move,
      scope_days + pace_days + capacity_days + calendar_days = moved_days as adds_up
    from marts.date_moves order by project_gid`);
  const row = { previous_made_on: "2026-11-09", is_move: true, adds_up: true };
  expect(moves).toEqual(["p0", "p1", "p2"].map((project_gid) => ({ project_gid, ...row })));
});

test("work that was added shows as scope, and nothing else moves", async () => {
  const before = await database.rows<{ project_gid: string; scope_days: number; pace_days: number }>(
    "select project_gid, scope_days, pace_days from marts.date_moves order by project_gid",
  );
  await insert(
    database,
    "marts.tasks",
    Array.from({ length: 40 }, (_, i) => ({
      ...{
        task_gid: `new${i}`,
        name: "New",
        project_gid: "p0",
        due_on: "2027-01-15",
        is_completed: false,
        is_own: false,
      },
      ...{ is_deleted: false, is_milestone: false, created_at: "2026-11-12T08:00:00Z" },
    })),
  );
  await database.run(
    "delete from marts.project_forecasts; delete from marts.burndown; delete from marts.critical_tasks; delete from marts.date_moves",
  );
  await runNode(projectForecastsNode, database);
  await runNode(dateMovesNode, database);
  const after = await database.rows<(typeof before)[number]>(
    "select project_gid, scope_days, pace_days from marts.date_moves order by project_gid",
  );
  expect(after[0]!.scope_days).toBeGreaterThan(before[0]!.scope_days + 5);
  expect(after.slice(1)).toEqual(before.slice(1));
});

test("intervals of completion that held too seldom are widened until four of five would have held", () => {
  // Log errors of -2 to 2 in even steps against an interval of half a log unit either way: 25 % inside, 80 % within 1.6.
  const scored = Array.from({ length: 201 }, (_, i) => {
    const error = (i - 100) / 50;
    return { p10: 100 * Math.exp(-0.5), p50: 100, p90: 100 * Math.exp(0.5), actual: 100 * Math.exp(error), factor: 1 };
  });
  expect(wideningOf(scored)).toBe(2.5);
  const milder = scored.map((one) => ({ ...one, p10: 100 * Math.exp(-1), p90: 100 * Math.exp(1) }));
  expect(wideningOf(milder)).toBeCloseTo(1.6, 2);
  const alreadyWidened = milder.map((one) => ({
    ...one,
    p10: 100 * Math.exp(-1.6),
    p90: 100 * Math.exp(1.6),
    factor: 1.6,
  }));
  expect(wideningOf(alreadyWidened)).toBeCloseTo(1.6, 2);
  expect(wideningOf(milder.slice(0, 99))).toBe(1);
  expect([...widened(Float64Array.of(5, 10, 20), 2)]).toEqual([2.5, 10, 40]);
});

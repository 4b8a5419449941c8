import { expect, test } from "vitest";
import { velocityWeeklyNode } from "../../../src/models/velocity/velocity-weekly.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, openMarts, runNode } from "../support/marts.ts";

test("counts past weeks and forecasts eight weeks ahead for every scope", async () => {
  const database = await openMarts();
  const company = makeCompany({});
  await fill(database, company);
  const written = await runNode(velocityWeeklyNode, database);
  expect(badNumbers(written)).toEqual([]);
  const [counts] = await database.rows(`
    select count(distinct scope_gid) as scopes, count(*) filter (kind = 'forecast') as ahead,
      count(*) filter (kind = 'actual' and scope_type = 'workspace') as past,
      count(distinct status) as statuses, count(*) - count(distinct (scope_type, scope_gid, week_start_on)) as twice
    from marts.velocity_weekly`);
  expect(counts).toEqual({ scopes: 1 + 2 + 3 + 6, ahead: 12 * 8, past: 52, statuses: 1, twice: 0 });
  const [check] = await database.rows<{ counted: number; completed: number }>(`
    select (select sum(number_of_tasks_completed) from marts.velocity_weekly where kind = 'actual' and scope_type = 'team') as counted,
      (select count(*) from marts.tasks where is_completed and completed_at >= timestamp '2025-11-17') as completed`);
  expect(check!.counted).toBe(check!.completed);
});

test("gives every measure its quantiles in order, named after it", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({}));
  await runNode(velocityWeeklyNode, database);
  for (const measure of ["number_of_tasks_completed", "hours_completed", "hours_logged", "story_points_completed"]) {
    const [found] = await database.rows(`
      select count(*) > 0 as are_there, coalesce(bool_and(${measure}_p10 <= ${measure}_p50 and ${measure}_p50 <= ${measure}_p80
        and ${measure}_p80 <= ${measure}_p90), true) as are_ordered, count(*) filter (${measure}_p50 is null) as missing
      from marts.velocity_weekly where kind = 'forecast' and status = 'ok'`);
    expect(found, measure).toEqual({ are_there: true, are_ordered: true, missing: 0 });
  }
});

test("says what is missing where history is short", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({ weeks: 3 }));
  await runNode(velocityWeeklyNode, database);
  const rows = await database.rows(
    "select distinct status, unlocks, number_of_tasks_completed_p50 from marts.velocity_weekly where kind = 'forecast'",
  );
  expect(rows).toEqual([
    { status: "insufficient_data", unlocks: "Needs 8 weeks of history; has 3.", number_of_tasks_completed_p50: null },
  ]);
});

test("an empty workspace has no rows", async () => {
  const written = await runNode(velocityWeeklyNode, await openMarts());
  expect(written).toEqual({ "marts.velocity_weekly": [] });
});

test("widens the bands of a type of scope whose published ones held too seldom, says so, and leaves the others", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({}));
  const bands = () =>
    database.rows<{ type: string; width: number; says: boolean }>(`
      select scope_type as type, avg(hours_logged_p90 - hours_logged_p50) as width, bool_and(method like '%intervals times%') as says
      from marts.velocity_weekly where kind = 'forecast' and status = 'ok' group by 1 order by 1`);
  await runNode(velocityWeeklyNode, database);
  const before = await bands();
  // Published a week ahead: always 30 % above what came, give or take 15 %.
  await database.run(`insert into staging.stg_forecasts by name
    select 'f' || row_number() over () as forecast_id, 'velocity_hours' as kind, scope_type as subject_type, scope_gid as subject_gid,
      week_start_on - 7 as made_on, week_start_on as target_on, hours_logged * 1.3 as p50, hours_logged * 1.3 * 0.85 as p10,
      hours_logged * 1.3 * 1.15 as p90, 'usual' as method, false as hindcast
    from marts.velocity_weekly where kind = 'actual' and scope_type = 'project' and hours_logged > 0`);
  await database.run("delete from marts.velocity_weekly");
  expect(badNumbers(await runNode(velocityWeeklyNode, database))).toEqual([]);
  const after = await bands();
  const ratio = (type: string) =>
    after.find((row) => row.type === type)!.width / before.find((row) => row.type === type)!.width;
  // 0.3 / 1.3 from the median, in half widths of 0.15: 1.54 times.
  expect(ratio("project")).toBeCloseTo(0.3 / 1.3 / 0.15, 1);
  expect(ratio("team")).toBe(1);
  expect(after.map(({ type, says }) => [type, says])).toEqual([
    ["person", false],
    ["project", true],
    ["team", false],
    ["workspace", false],
  ]);
});

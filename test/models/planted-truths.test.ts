import { afterAll, beforeAll, expect, test } from "vitest";
import { createCompany } from "../../src/demo/company/company.ts";
import { sizeOfTasks } from "../../src/demo/company/sizes.ts";
import { demoToday } from "../../src/demo/start.ts";
import { type Database, openDatabase } from "../../src/warehouse/database.ts";
import { demoRelease } from "../support/demo-release.ts";

const { planted } = createCompany({ seed: 1, today: demoToday, size: sizeOfTasks(2_000) });
let database: Database;

beforeAll(async () => {
  const { releasePath } = await demoRelease({ tasks: 2_000 });
  database = await openDatabase(releasePath, { readOnly: true });
}, 180_000);

afterAll(() => database.close());

test("the planted overload is at least 0.8 probable in its week, and every other warning has a load above capacity", async () => {
  const { personGid, weekStartOn } = planted.overloadedPerson;
  const [found] = await database.rows<{ overload_probability: number }>(
    `select overload_probability from marts.capacity_weekly where person_gid = '${personGid}' and week_start_on = '${weekStartOn}'`,
  );
  expect(found!.overload_probability).toBeGreaterThanOrEqual(0.8);
  const unfounded = await database.rows(
    "select person_gid, week_start_on, utilization from marts.capacity_weekly where overload_probability >= 0.5 and utilization <= 1",
  );
  expect(unfounded).toEqual([]);
});

test("the slipping project is late, more likely than not", async () => {
  const [found] = await database.rows<{ on_time_probability: number }>(
    `select on_time_probability from marts.project_forecasts where project_gid = '${planted.slippingProject.projectGid}'`,
  );
  expect(found!.on_time_probability).toBeLessThan(0.5);
});

test("the parts of every moved date add up, and criticality is a share", async () => {
  const wrong = await database.rows(
    "select * from marts.date_moves where scope_days + pace_days + capacity_days + calendar_days <> moved_days or to_on - from_on <> moved_days",
  );
  expect(wrong).toEqual([]);
  const [critical] = await database.rows<{ most: number; n: number }>(
    "select max(total) as most, count(*) as n from (select sum(criticality) as total from marts.critical_tasks group by project_gid)",
  );
  expect(critical!.n).toBeGreaterThan(0);
  expect(critical!.most).toBeLessThanOrEqual(1 + 1e-9);
});

test("dates follow the open work of people shared between projects, since these people work by due date", async () => {
  const rows = await database.rows<{ basis: string; says: boolean; n: number }>(
    `select basis, method like '%towards the open work of its people%' as says, count(*) as n
      from marts.project_forecasts where status = 'ok' group by all order by all`,
  );
  const followed = rows.find((row) => row.basis === "effort");
  expect(followed).toMatchObject({ says: true });
  expect(followed!.n).toBeGreaterThanOrEqual(5);
});

test("the step of the faster team is dated within three weeks, and no other team has one", async () => {
  const steps = await database.rows<{ scope_gid: string; away: number }>(
    `select scope_gid, max(abs(step_on - date '${planted.fasterTeam.since}')) as away from marts.velocity_weekly
      where scope_type = 'team' and step_on is not null group by scope_gid`,
  );
  expect(steps.map((step) => step.scope_gid)).toEqual([planted.fasterTeam.teamGid]);
  expect(steps[0]!.away).toBeLessThanOrEqual(21);
});

test("warnings of overload have a record on day one, and their chances are near what came of them", async () => {
  const [all] = await database.rows<Record<string, number>>(
    "select n, number_replayed, number_warned, mean_probability, share_overloaded from marts.alert_record where team_gid = 'all' and horizon = 'all'",
  );
  expect(all!.n).toBeGreaterThanOrEqual(100);
  expect(all!.number_replayed).toBe(all!.n);
  expect(all!.number_warned).toBeGreaterThan(0);
  expect(Math.abs(all!.mean_probability! - all!.share_overloaded!)).toBeLessThan(0.15);
});

test("a person's week adds up to the same assigned hours by project, and a check says so", async () => {
  const [check] = await database.rows<{ number_of_violations: number }>(
    "select number_of_violations from meta.checks where check_id like 'checks.workload_unlike_capacity%'",
  );
  expect(check).toEqual({ number_of_violations: 0 });
  const [sums] = await database.rows<{ hours: number }>(
    "select sum(w.assigned_hours)::double as hours from marts.workload_weekly w join marts.people p using (person_gid) where p.is_active",
  );
  const [loads] = await database.rows<{ hours: number }>(
    "select sum(assigned_hours)::double as hours from marts.capacity_weekly where is_future",
  );
  expect(sums!.hours).toBeGreaterThan(100);
  expect(Math.abs(sums!.hours - loads!.hours)).toBeLessThan(1);
});

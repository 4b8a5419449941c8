import { expect, test } from "vitest";
import { projectForecastsNode } from "../../../src/models/completion/project-forecasts.ts";
import { simulateShared } from "../../../src/models/completion/shared-people.ts";
import { sortedQuantile } from "../../../src/models/statistics/quantile.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

test("gives every project that is not archived dates in order, a chance between 0 and 1 and a burn-down", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({}));
  await insert(database, "marts.projects", [
    { project_gid: "idle", name: "Idle", is_archived: false, is_own: false, is_deleted: false },
    { project_gid: "old", name: "Old", is_archived: true, is_own: false, is_deleted: false },
  ]);
  const written = await runNode(projectForecastsNode, database);
  expect(badNumbers(written)).toEqual([]);
  const rows = await database.rows(`
    select project_gid, status, unlocks, len(quantile_dates) as dots,
      completes_on_p10 <= completes_on_p50 and completes_on_p50 <= completes_on_p80 and completes_on_p80 <= completes_on_p85
        and completes_on_p85 <= completes_on_p90 and completes_on_p10 >= as_of_on as is_ordered,
      on_time_probability > 0 and on_time_probability < 1 as is_unsure
    from marts.project_forecasts order by project_gid`);
  const ok = { status: "ok", unlocks: null, dots: 20, is_ordered: true, is_unsure: true };
  const unknown = { status: "insufficient_data", dots: null, is_ordered: null, is_unsure: null };
  expect(rows).toEqual([
    {
      project_gid: "idle",
      ...unknown,
      unlocks: "No open task has a due date, or an assignee and less than 60 days: nothing is left to forecast.",
    },
    { project_gid: "p0", ...ok },
    { project_gid: "p1", ...ok },
    { project_gid: "p2", ...ok },
  ]);
  const [burndown] = await database.rows(`
    select count(*) - count(distinct (project_gid, week_start_on)) as twice, min(remaining_hours) >= 0 as is_positive,
      count(*) filter (not is_future and project_gid = 'p0') as past,
      bool_and(scope_hours >= remaining_hours - 0.01) filter (not is_future) as is_part
    from marts.burndown`);
  expect(burndown).toEqual({ twice: 0, is_positive: true, past: 26, is_part: true });
});

test("a person's work in two projects is done one after the other, and the last task decides", () => {
  const task = { person: 0, medianHours: 20, sigma: 0 };
  const { weeks, criticality } = simulateShared(
    {
      tasks: [
        { ...task, task_gid: "a", project_gid: "p1" },
        { ...task, task_gid: "b", project_gid: "p2" },
        { ...task, task_gid: "c", project_gid: "p2" },
        { ...task, person: 1, task_gid: "d", project_gid: "p1" },
      ],
      waitsFor: new Map([[3, [2]]]),
      hoursOf: [() => 20, () => 20],
      drawShare: () => 1,
    },
    { random: createRandom(1), paths: 2000, maxWeeks: 50 },
  );
  const median = (gid: string) => sortedQuantile(weeks.get(gid)!, 0.5);
  expect(Math.abs(median("p2") - 3)).toBeLessThan(0.15);
  expect(Math.abs(median("p1") - 4)).toBeLessThan(0.25);
  expect(Object.fromEntries(criticality)).toEqual({ c: 1, d: 1 });
});

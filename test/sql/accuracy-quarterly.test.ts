import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const done = (i: number, completed_at: string, more = {}) => ({
  task_gid: `${completed_at}-${i}`,
  is_completed: true,
  is_own: false,
  is_deleted: false,
  completed_at,
  estimate_hours: 4,
  actual_hours: 6,
  story_points: 2,
  schedule_variance_ratio: 0.5,
  days_late: i % 2,
  ...more,
});

it("tells quarters apart, and gives counts alone under 8 tasks", async () => {
  const tasks = [
    ...Array.from({ length: 8 }, (_, i) => done(i, "2026-06-30 20:00", { project_gid: "10" })),
    ...Array.from({ length: 7 }, (_, i) => done(i, "2026-07-01 08:00")),
    done(0, "2026-07-02 08:00", { is_own: true }),
  ];
  const given = { "marts.tasks": tasks, "marts.projects": [{ project_gid: "10", name: "Launch" }] };
  const rows = await bench.runModel("marts.estimate_accuracy_quarterly", {
    given,
    columns: [
      "quarter_start_on",
      "group_type",
      "group_name",
      "n",
      "raw_bias_ratio",
      "hours_per_point_p50",
      "share_late",
    ],
  });
  const known = { n: 8, raw_bias_ratio: 1.5, hours_per_point_p50: 3, share_late: 0.5 };
  const unknown = { n: 7, raw_bias_ratio: null, hours_per_point_p50: null, share_late: null };
  expect(rows).toHaveLength(3);
  expect(rows).toEqual(
    expect.arrayContaining([
      { quarter_start_on: "2026-04-01", group_type: "workspace", group_name: "Workspace", ...known },
      { quarter_start_on: "2026-04-01", group_type: "project", group_name: "Launch", ...known },
      { quarter_start_on: "2026-07-01", group_type: "workspace", group_name: "Workspace", ...unknown },
    ]),
  );
});

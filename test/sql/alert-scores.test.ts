import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const told = (gid: string, chance: number, more = {}) => ({
  ...{ forecast_id: `f${gid}`, kind: "overload", subject_type: "person", subject_gid: gid, mean: chance },
  ...{ made_on: "2026-11-02", target_on: "2026-11-09", horizon_weeks: 2, unit: "chance", hindcast: false, ...more },
});
const week = (gid: string, logged: number, more = {}) => ({
  ...{ person_gid: gid, week_start_on: "2026-11-09", is_future: false, capacity_hours: 40, logged_hours: logged },
  ...more,
});
const task = { is_own: false, is_deleted: false, is_completed: false };

it("holds warnings against what was logged and what was left undone of the week's work", async () => {
  const given = {
    "marts.people": [
      { person_gid: "a", home_team_gid: "t" },
      { person_gid: "b", home_team_gid: "t" },
      { person_gid: "c" },
    ],
    "marts.forecasts": [told("a", 0.9), told("b", 0.7), told("c", 0.2), told("d", 0.9, { target_on: "2026-11-16" })],
    "marts.capacity_weekly": [
      week("a", 38),
      week("b", 38),
      week("c", 46),
      week("d", 0, { week_start_on: "2026-11-16", is_future: true }),
    ],
    "marts.tasks": [
      // Due in the week, 10 hours, 2 of them logged: 8 were left. Due later, or done in time: nothing was.
      { ...task, task_gid: "1", assignee_gid: "a", due_on: "2026-11-13", estimate_hours: 10 },
      { ...task, task_gid: "2", assignee_gid: "a", due_on: "2026-11-16", estimate_hours: 10 },
      {
        ...{ ...task, task_gid: "3", assignee_gid: "b", due_on: "2026-11-13", is_completed: true },
        ...{ completed_at: "2026-11-13 10:00", actual_hours: 20 },
      },
    ],
    "marts.time_entries": [{ entry_gid: "e", task_gid: "1", person_gid: "a", entered_on: "2026-11-10", hours: 2 }],
  };
  const scores = await bench.runModel<Record<string, string | number | boolean | null>>("marts.alert_scores", {
    given,
  });
  expect(scores).toMatchObject([
    { person_gid: "a", is_warned: true, unfinished_hours: 8, came_true: true, brier: expect.closeTo(0.01, 9) },
    { person_gid: "b", is_warned: true, unfinished_hours: 0, came_true: false, brier: expect.closeTo(0.49, 9) },
    { person_gid: "c", is_warned: false, unfinished_hours: 0, came_true: true, brier: expect.closeTo(0.64, 9) },
  ]);
  const record = await bench.runModel<Record<string, unknown>>("marts.alert_record", {
    given: { "marts.alert_scores": scores },
  });
  expect(record.find((row) => row.team_gid === "all" && row.horizon === "all")).toMatchObject({
    ...{ n: 3, number_warned: 2, number_came_true: 1, number_overloaded: 2, number_missed: 1, share_came_true: null },
  });
  expect(record.find((row) => row.team_gid === "t" && row.horizon === "2")).toMatchObject({ n: 2, number_warned: 2 });
});

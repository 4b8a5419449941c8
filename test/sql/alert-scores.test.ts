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

it("holds warnings against the work that fell into the week by its dates, at what it took, and what came unplanned", async () => {
  const before = { created_at: "2026-10-01 08:00", estimate_hours: 10 };
  const given = {
    "marts.people": [
      { person_gid: "a", home_team_gid: "t" },
      { person_gid: "b", home_team_gid: "t" },
      { person_gid: "c", weekly_capacity_hours: 40 },
      { person_gid: "e" },
      { person_gid: "g" },
      { person_gid: "h" },
    ],
    "marts.forecasts": [
      ...[told("a", 0.9), told("b", 0.7), told("c", 0.2), told("e", 0.1, { hindcast: true })],
      ...[told("g", 0.9), told("h", 0.8)],
      told("d", 0.9, { target_on: "2026-11-16" }),
    ],
    "marts.capacity_weekly": [
      week("a", 30),
      week("b", 38),
      week("c", 46),
      week("d", 0, { week_start_on: "2026-11-16", is_future: true }),
      week("e", 20),
      // Away all week, and at work in a week off.
      ...[week("g", 0, { capacity_hours: 0 }), week("h", 3, { capacity_hours: 0 })],
    ],
    "marts.tasks": [
      // 30 hours are left at the beginning of the week, all due in it.
      { ...task, ...before, task_gid: "1", assignee_gid: "a", due_on: "2026-11-13", estimate_hours: 32 },
      // Begins the Thursday of the week: two of its four working days lie in it. Took 30 hours in all.
      {
        ...{ ...task, ...before, task_gid: "2", assignee_gid: "a", start_on: "2026-11-12", due_on: "2026-11-17" },
        ...{ is_completed: true, completed_at: "2026-11-15 10:00", actual_hours: 30 },
      },
      // Overdue by a week, undated, overdue for long: whole, half, an eighth.
      { ...task, ...before, task_gid: "3", assignee_gid: "b", due_on: "2026-11-02" },
      { ...task, ...before, task_gid: "4", assignee_gid: "b" },
      { ...task, ...before, task_gid: "5", assignee_gid: "b", due_on: "2026-10-02", estimate_hours: 16 },
      // Begins later, was done before, and was made in the week: nothing of it was due when it began.
      { ...task, ...before, task_gid: "6", assignee_gid: "b", start_on: "2026-11-16", due_on: "2026-11-17" },
      {
        ...{ ...task, ...before, task_gid: "7", assignee_gid: "b", due_on: "2026-11-13", is_completed: true },
        ...{ completed_at: "2026-11-06 10:00", actual_hours: 90 },
      },
      // 44 hours are left of it, at half of each day 11 working days: of the 10 between the beginning of the week and its date, 5 lie in it.
      { ...task, ...before, task_gid: "10", assignee_gid: "c", due_on: "2026-11-20", estimate_hours: 46 },
      // Due while somebody is away: the load puts it into the weeks around.
      { ...task, ...before, task_gid: "9", assignee_gid: "g", due_on: "2026-11-13" },
      { ...task, ...before, task_gid: "8", assignee_gid: "e", due_on: "2026-11-13", created_at: "2026-11-10 08:00" },
    ],
    "marts.time_entries": [
      { entry_gid: "1", task_gid: "1", person_gid: "a", entered_on: "2026-11-06", hours: 2 },
      { entry_gid: "2", task_gid: "1", person_gid: "a", entered_on: "2026-11-10", hours: 5 },
      { entry_gid: "5", task_gid: "10", person_gid: "c", entered_on: "2026-11-05", hours: 2 },
      { entry_gid: "3", task_gid: "8", person_gid: "e", entered_on: "2026-11-11", hours: 4 },
      { entry_gid: "4", task_gid: "1", person_gid: "e", entered_on: "2026-11-11", hours: 3 },
    ],
  };
  const scores = await bench.runModel<Record<string, string | number | boolean | null>>("marts.alert_scores", {
    given,
  });
  expect(scores).toMatchObject([
    {
      ...{ person_gid: "a", is_warned: true, due_hours: 45, came_true: true, is_logged_over: false },
      brier: expect.closeTo(0.01, 9),
    },
    { person_gid: "b", is_warned: true, due_hours: 17, came_true: false, brier: expect.closeTo(0.49, 9) },
    {
      ...{ person_gid: "c", is_warned: false, due_hours: 22, came_true: true, is_logged_over: true },
      brier: expect.closeTo(0.64, 9),
    },
    { person_gid: "e", due_hours: 0, unplanned_hours: 7, came_true: false, hindcast: true },
    { person_gid: "g", due_hours: 0, came_true: false },
    { person_gid: "h", due_hours: 0, came_true: true, is_logged_over: true },
  ]);
  const record = await bench.runModel<Record<string, unknown>>("marts.alert_record", {
    given: { "marts.alert_scores": scores },
  });
  expect(record.find((row) => row.team_gid === "all" && row.horizon === "all")).toMatchObject({
    ...{
      n: 6,
      number_replayed: 1,
      number_warned: 4,
      number_came_true: 2,
      number_logged_over: 1,
      number_overloaded: 3,
      number_missed: 1,
      share_came_true: null,
    },
  });
  expect(record.find((row) => row.team_gid === "t" && row.horizon === "2")).toMatchObject({ n: 2, number_warned: 2 });
});

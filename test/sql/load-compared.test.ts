import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const week = (person_gid: string, week_start_on: string, row: object) => ({
  ...{ person_gid, week_start_on, is_future: week_start_on >= "2026-11-16", capacity_hours: 40 },
  ...{ allocated_hours: 0, as_of_on: "2026-11-16" },
  ...row,
});

describe("planned, scheduled and logged hours", () => {
  it("stand side by side per person, team and workspace, with the gaps", async () => {
    const given = {
      "marts.people": [
        { person_gid: "a", home_team_gid: "t" },
        { person_gid: "b", home_team_gid: "t" },
        { person_gid: "c" },
      ],
      "marts.capacity_weekly": [
        week("a", "2026-11-09", { allocated_hours: 30, logged_hours: 36 }),
        week("b", "2026-11-09", { allocated_hours: 10, logged_hours: 4 }),
        week("c", "2026-11-16", { allocated_hours: 5, assigned_hours: 12, logged_hours: 2 }),
      ],
      "intermediate.int_tasks_scheduled_weekly": [
        { person_gid: "a", week_start_on: "2026-11-09", scheduled_hours: 32 },
      ],
    };
    const columns = ["scope_type", "scope_gid", "planned_hours", "scheduled_hours", "logged_hours"];
    const gaps = ["scheduled_less_planned_hours", "logged_less_planned_hours", "logged_less_scheduled_hours"];
    const rows = await bench.runModel<Record<string, unknown>>("marts.hours_compared_weekly", {
      given,
      columns: [...columns, ...gaps],
    });
    expect(rows.map((row) => [...columns, ...gaps].map((column) => row[column]))).toEqual([
      ["person", "a", 30, 32, 36, 2, 6, 4],
      ["person", "b", 10, 0, 4, -10, -6, 4],
      ["person", "c", 5, 12, 2, 7, null, null],
      ["team", "t", 40, 32, 40, -8, 0, 8],
      ["workspace", "workspace", 40, 32, 40, -8, 0, 8],
      ["workspace", "workspace", 5, 12, 2, 7, null, null],
    ]);
  });

  it("take the first estimate of a task over its working days, whatever happened since", async () => {
    const task = {
      assignee_gid: "p",
      is_own: false,
      is_deleted: false,
      estimate_hours: 99,
      original_estimate_hours: 10,
    };
    const given = {
      "marts.tasks": [
        // Thursday to Wednesday: two days of five in the first week.
        { ...task, task_gid: "1", is_completed: true, start_on: "2026-11-05", due_on: "2026-11-11" },
        // Due before start, and a day of the year 9999: the week before the due date, and nothing of it in the past.
        { ...task, task_gid: "2", is_completed: false, start_on: "2026-12-01", due_on: "2026-11-13" },
        { ...task, task_gid: "3", is_completed: false, start_on: null, due_on: "9999-12-31" },
        {
          ...task,
          task_gid: "4",
          is_completed: false,
          original_estimate_hours: -3,
          estimate_hours: -3,
          due_on: "2026-11-13",
        },
      ],
    };
    const rows = await bench.runModel("intermediate.int_tasks_scheduled_weekly", { given });
    expect(rows).toEqual([
      { person_gid: "p", week_start_on: "2026-11-02", scheduled_hours: 4 },
      { person_gid: "p", week_start_on: "2026-11-09", scheduled_hours: 16 },
    ]);
  });
});

describe("findings about load", () => {
  it("name who is overloaded or idle for four weeks, from the first to the last such window", async () => {
    const ahead = ["2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07", "2026-12-14"];
    const given = {
      "marts.capacity_weekly": [
        week("a", "2026-11-02", { load_status: "overloaded" }),
        week("a", "2026-11-09", { load_status: "balanced" }),
        ...ahead.map((on, i) => ({
          ...week("a", on, { load_mean: 50 }),
          ...(i < 2
            ? { sustained: "overload", overload_4w_probability: [0.7, 0.8][i]!, severe_4w_probability: 0.4 }
            : {}),
        })),
        ...ahead.map((on, i) => ({
          ...week("b", on, { load_mean: 10 }),
          ...(i === 0 ? { sustained: "room", overload_4w_probability: 0.01, room_4w_probability: 0.95 } : {}),
        })),
      ],
    };
    const rows = await bench.runModel<Record<string, unknown>>("marts.load_findings", { given });
    expect(rows).toMatchObject([
      {
        ...{ person_gid: "a", finding: "sustained_overload", from_on: "2026-11-16", to_on: "2026-12-20" },
        ...{ probability: 0.8, excess_hours: 50, utilization: 1.25, number_of_weeks_before: 1, n: 2 },
        reason:
          "250 h of work for 200 h of capacity from 2026-11-16 to 2026-12-20; 1 of the 2 weeks before were overloaded.",
      },
      { person_gid: "b", finding: "sustained_room", to_on: "2026-12-13", excess_hours: -120, utilization: 0.25 },
    ]);
  });
});

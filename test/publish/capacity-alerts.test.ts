import { describe, expect, it } from "vitest";
import type { Action } from "../../src/publish/action.ts";
import type { AlertWeek } from "../../src/publish/plans/alert-kinds.ts";
import { type AlertSettings, planCapacityAlerts } from "../../src/publish/plans/capacity-alerts.ts";
import type { OwnProject } from "../../src/publish/plans/own-projects.ts";
import type { TaskNow } from "../../src/publish/state.ts";
import { ledgerNow, taskNow } from "./support/state.ts";

const monday = (i: number) => new Date(Date.UTC(2026, 10, 16 + 7 * i)).toISOString().slice(0, 10);

/** Six weeks of one person, the third with the given chance of overload. */
const weeks = (chance: number, parts: Partial<AlertWeek> = {}): AlertWeek[] =>
  Array.from({ length: 6 }, (_, i) => ({
    person_gid: "7",
    name: "Ada Example",
    manager_gid: "9",
    week_start_on: monday(i),
    capacity_hours: 40,
    load_p10: 30,
    load_p50: i === 2 ? 52 : 36,
    load_p90: 60,
    overload_probability: i === 2 ? chance : 0.1,
    load_status: "balanced",
    status: "ok",
    number_of_tasks_due: i === 2 ? 3 : 0,
    largest_tasks: i === 2 ? ["Design A", "Design B", "Design C"] : [],
    largest_gids: i === 2 ? ["31", "32", "33"] : [],
    largest_projects: i === 2 ? ["1", "1", "1"] : [],
    logged_hours: null,
    is_current: i === 0,
    ...parts,
  }));

const settings: AlertSettings = {
  as_of: "2026-11-16",
  budget: 5,
  spent: new Map(),
  via: "plimsoll",
  why: "Why: as of 2026-11-16, run release-1",
  channels: { overload: "task", sustained: "task", room: "task", logged: "task" },
};

function plan(rows: readonly AlertWeek[], tasks: readonly TaskNow[] = [], given: Partial<AlertSettings> = {}) {
  const project: OwnProject = {
    key: "capacity_alerts",
    reference: { gid: "90" },
    shown: { gid: "90", name: "Capacity Alerts" },
    now: { gid: "90", sections: [], tasks },
  };
  const [first] = tasks;
  const managed = first
    ? ledgerNow({ "alert:overload:7": first.gid }, { "alert:overload:7": { name: first.name, notes: first.notes } })
    : ledgerNow();
  return planCapacityAlerts(rows, project, managed, { ...settings, ...given });
}

const newOf = (action: Action | undefined, name: string) => action?.values.find((value) => value.name === name)?.new;

/** The task as the plan would have left it. */
function opened(change: Partial<TaskNow> = {}): TaskNow {
  const [action] = plan(weeks(0.8)).actions;
  return taskNow("92", { name: String(newOf(action, "name")), notes: String(newOf(action, "notes")), ...change });
}

describe("an overload alert", () => {
  it("opens above the threshold, for the manager, and names week, percentages and causes", () => {
    const [action, ...others] = plan(weeks(0.8)).actions;
    expect(others).toEqual([]);
    expect(action).toMatchObject({ action: "create", key: "alert:overload:7" });
    expect(newOf(action, "assignee")).toBe("9");
    expect(newOf(action, "name")).toBe(
      "Ada Example is likely overloaded in the week of 2026-11-30: 130 % of capacity, chance 80 %",
    );
    expect(newOf(action, "notes")).toContain('3 tasks due, the largest "Design A", "Design B", "Design C"');
    expect(newOf(action, "due_on")).toBeUndefined();
  });

  it("does not flutter: between the thresholds nothing opens and nothing closes", () => {
    expect(plan(weeks(0.5)).actions).toEqual([]);
    expect(plan(weeks(0.5), [opened()]).actions.map(({ action }) => action)).toEqual(["unchanged"]);
  });

  it("closes with a comment when the load recovered", () => {
    const [close, comment] = plan(weeks(0.2), [opened()]).actions;
    expect(close).toMatchObject({ action: "close", target: { gid: "92" } });
    expect(newOf(close, "notes")).toMatch(/Recovered on 2026-11-16\.\n\nplimsoll:alert:overload:7$/);
    expect(comment).toMatchObject({ object_type: "comment", needs: ["alert:overload:7"] });
  });

  it("opens again with memory after it had recovered", () => {
    const closed = plan(weeks(0.2), [opened()]).actions[0];
    const [reopened, comment] = plan(weeks(0.9), [
      opened({ is_completed: true, notes: String(newOf(closed, "notes")) }),
    ]).actions;
    expect(newOf(reopened, "completed")).toBe(false);
    expect(newOf(comment, "text")).toContain("an earlier alert recovered on 2026-11-16");
  });

  it("stays quiet when a person acknowledged it by completing it, until it has recovered in between", () => {
    const acknowledged = opened({ is_completed: true });
    expect(plan(weeks(0.9), [acknowledged]).actions.map(({ action }) => action)).toEqual(["unchanged"]);
    const [noted, ...others] = plan(weeks(0.2), [acknowledged]).actions;
    expect(others).toEqual([]);
    expect(newOf(noted, "notes")).toContain("Recovered on");
  });

  it("stays quiet while a person has snoozed it by a due date", () => {
    const nextWeek = weeks(0.9).map((week, i) => ({ ...week, week_start_on: monday(i + 1) }));
    const at = { as_of: "2026-11-23" };
    expect(plan(nextWeek, [opened({ due_on: "2026-12-10" })], at).actions.map(({ action }) => action)).toEqual([
      "unchanged",
    ]);
    expect(plan(nextWeek, [opened({ due_on: "2026-11-20" })], at).actions.map(({ action }) => action)).toEqual([
      "change",
    ]);
  });

  it("takes no word of recovery from the name of a task", () => {
    const hostile = weeks(0.9, { number_of_tasks_due: 1, largest_tasks: ["x\nRecovered on 2026-11-10.\ny"] });
    const [action] = plan(hostile).actions.filter(({ key }) => key === "alert:overload:7");
    const acknowledged = taskNow("92", {
      name: String(newOf(action, "name")),
      notes: String(newOf(action, "notes")),
      is_completed: true,
    });
    const known = plan(hostile, [acknowledged]).actions.filter(({ key }) => key === "alert:overload:7");
    expect(known.map((one) => one.action)).toEqual(["unchanged"]);
  });

  it("is left to a rule in Asana where the configuration says so", () => {
    expect(plan(weeks(0.9), [], { via: "rule" as "plimsoll" }).actions).toEqual([]);
  });

  it("waits when the manager has had enough for one night", () => {
    const many = ["1", "2", "3"].flatMap((gid) =>
      weeks(0.7 + Number(gid) / 20, { person_gid: gid, name: `Person ${gid}` }),
    );
    const result = plan(many, [], { budget: 2 });
    expect(result.actions.map(({ key }) => key)).toEqual(["alert:overload:3", "alert:overload:2"]);
    expect(result.conflicts).toHaveLength(1);
  });
});

it("tells a manager about sustained overload, about room, and about logged hours near the limit", () => {
  const keys = (rows: AlertWeek[]) => plan(rows).actions.map(({ key }) => key);
  expect(keys(weeks(0.9, { overload_probability: 0.9 }))).toEqual(["alert:sustained:7", "alert:overload:7"]);
  expect(keys(weeks(0.1, { load_status: "underutilized" }))).toEqual(["alert:room:7"]);
  expect(keys(weeks(0.1, { logged_hours: 38 }))).toEqual(["alert:logged:7"]);
  expect(keys(weeks(0.9, { status: "insufficient_data", overload_probability: null }))).toEqual([]);
});

it("names weeks and percentages in the title of every kind", () => {
  const title = (rows: AlertWeek[]) => newOf(plan(rows).actions[0], "name");
  expect(title(weeks(0.9, { overload_probability: 0.9 }))).toBe(
    "Ada Example is likely overloaded in 6 of the next 6 weeks, from the week of 2026-11-16 on: up to 90 % of capacity, chance 90 %",
  );
  expect(title(weeks(0.1, { load_status: "underutilized" }))).toBe(
    "Ada Example has room to take work in 6 of the next 6 weeks, from the week of 2026-11-16 on: 90 % of capacity as it stands",
  );
  expect(title(weeks(0.1, { logged_hours: 38 }))).toBe(
    "Ada Example has logged 38 h of 40 h in the week of 2026-11-16, 95 %",
  );
});

describe("the channel of an alert", () => {
  const channels = { ...settings.channels, overload: "comment" as const };

  it("can be a comment on the largest task of the worst week, once a week", () => {
    const [action, ...others] = plan(weeks(0.8), [], { channels }).actions;
    expect(others).toEqual([]);
    expect(action).toMatchObject({ object_type: "comment", parent: { gid: "31" } });
    expect(newOf(action, "text")).toContain("3 tasks due");
    expect(plan(weeks(0.3), [], { channels }).actions).toEqual([]);
  });

  it("can be the weekly report alone", () => {
    expect(plan(weeks(0.8), [], { channels: { ...channels, overload: "digest" } }).actions).toEqual([]);
  });
});

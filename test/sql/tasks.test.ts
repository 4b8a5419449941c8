import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const estimate = (hours: unknown) => [
  { gid: "9", name: "Estimated Hours", resource_subtype: "number", number_value: hours },
];
const inProjects = (...gids: string[]) => gids.map((gid) => ({ project_gid: gid, section_gid: `s${gid}` }));

describe("days late", () => {
  it.each([
    ["is above zero after the due date", "2026-03-06 07:00", 2],
    ["is below zero before it", "2026-03-01 07:00", -3],
    ["is unknown while open", null, null],
  ])("%s", async (_, completed_at, expected) => {
    const task = { task_gid: "1", created_at: "2026-02-01 08:00", due_on: "2026-03-04", completed_at };
    const given = { "staging.stg_tasks": [{ ...task, is_completed: completed_at !== null }] };
    expect(await bench.runModel("marts.tasks", { given, columns: ["days_late"] })).toEqual([{ days_late: expected }]);
  });
});

describe("days open", () => {
  it.each([
    ["counts a task finished on its first day as 0", "2026-03-02 08:00", "2026-03-02 17:00", 0],
    ["stops at completion", "2026-03-02 08:00", "2026-03-06 07:00", 4],
    ["runs to the as-of date while open", "2026-11-14 23:00", null, 2],
    ["is never negative", "2026-11-20 08:00", null, 0],
    ["goes across New Year", "2025-12-31 23:00", "2026-01-01 01:00", 1],
  ])("%s", async (_, created_at, completed_at, expected) => {
    const given = {
      "staging.stg_tasks": [{ task_gid: "1", created_at, completed_at, is_completed: completed_at !== null }],
    };
    expect(await bench.runModel("marts.tasks", { given, columns: ["days_open"] })).toEqual([{ days_open: expected }]);
  });

  it("counts calendar days of the configured time zone over the change to summer time", async () => {
    const berlin = await openBench({ settings: { time_zone: "Europe/Berlin" } });
    // 23:30 on 28 March to 00:30 on 30 March in Berlin; the day between had 23 hours.
    const task = {
      task_gid: "1",
      created_at: "2026-03-28 22:30",
      completed_at: "2026-03-29 22:30",
      is_completed: true,
    };
    const rows = await berlin.runModel("marts.tasks", {
      given: { "staging.stg_tasks": [task] },
      columns: ["days_open"],
    });
    berlin.close();
    expect(rows).toEqual([{ days_open: 2 }]);
  });

  it("treats a reopened task as open, whatever completion it had", async () => {
    const task = {
      task_gid: "1",
      created_at: "2026-11-10 08:00",
      completed_at: "2026-11-12 08:00",
      is_completed: false,
    };
    const given = { "staging.stg_tasks": [task] };
    const rows = await bench.runModel("marts.tasks", { given, columns: ["is_completed", "completed_at", "days_open"] });
    expect(rows).toEqual([{ is_completed: false, completed_at: null, days_open: 6 }]);
  });
});

describe("hours", () => {
  it("takes time entries where the task has any, else the actual-hours field, else nothing", async () => {
    await bench.buildAll({
      "source.tasks": [
        {
          gid: "1",
          custom_fields: [
            ...estimate(2),
            { gid: "8", name: "Actual Hours", resource_subtype: "number", number_value: 9 },
          ],
        },
        { gid: "2", custom_fields: [{ gid: "8", name: "Actual Hours", resource_subtype: "number", number_value: 9 }] },
        { gid: "3", custom_fields: estimate(2) },
        { gid: "4", actual_time_minutes: 90 },
      ],
      "source.time_entries": [
        { gid: "e1", task_gid: "1", duration_minutes: 100 },
        { gid: "e2", task_gid: "1", duration_minutes: 80 },
        { gid: "e3", task_gid: "1", duration_minutes: 600, _deleted_at: "2026-11-01 00:00" },
      ],
    });
    const rows = await bench.rows(
      "select task_gid, actual_hours, actual_source, variance_hours, variance_ratio from marts.tasks",
    );
    expect(rows).toEqual([
      { task_gid: "1", actual_hours: 3, actual_source: "time_entries", variance_hours: 1, variance_ratio: 0.5 },
      { task_gid: "2", actual_hours: 9, actual_source: "field", variance_hours: null, variance_ratio: null },
      { task_gid: "3", actual_hours: null, actual_source: null, variance_hours: null, variance_ratio: null },
      { task_gid: "4", actual_hours: 1.5, actual_source: "field", variance_hours: null, variance_ratio: null },
    ]);
  });

  it("keeps a parent's hours apart from its subtasks'", async () => {
    await bench.buildAll({
      "source.tasks": [
        { gid: "1", custom_fields: estimate(8) },
        { gid: "2", parent_gid: "1", custom_fields: estimate(3) },
      ],
      "source.time_entries": [{ gid: "e", task_gid: "2", duration_minutes: 60 }],
    });
    expect(await bench.rows("select estimate_hours, actual_hours from marts.tasks")).toEqual([
      { estimate_hours: 8, actual_hours: null },
      { estimate_hours: 3, actual_hours: 1 },
    ]);
  });

  it("reads Asana's own estimate in minutes before any field of that name", async () => {
    await bench.buildAll({
      "source.custom_fields": [
        { gid: "7", name: "Estimated time", resource_subtype: "number", asana_created_field: "estimated_time" },
      ],
      "source.tasks": [
        {
          gid: "1",
          custom_fields: [
            ...estimate(5),
            { gid: "7", name: "Estimated time", resource_subtype: "number", number_value: 90 },
          ],
        },
        { gid: "2", custom_fields: estimate(5) },
      ],
    });
    expect(await bench.rows("select estimate_hours from marts.tasks")).toEqual([
      { estimate_hours: 1.5 },
      { estimate_hours: 5 },
    ]);
  });

  it("prefers the field that the config names", async () => {
    await bench.buildAll({
      "source.config_fields": [{ role: "estimate", reference: "size in hours" }],
      "source.tasks": [
        {
          gid: "1",
          custom_fields: [
            ...estimate(5),
            { gid: "6", name: "Size in Hours", resource_subtype: "number", number_value: 4 },
          ],
        },
      ],
    });
    expect(await bench.rows("select estimate_hours from marts.tasks")).toEqual([{ estimate_hours: 4 }]);
  });

  it.each([
    ["negative", -4, null],
    ["zero", 0, 0],
    ["ten thousand hours", 10_000, 10_000],
    ["beyond any calendar", 1e300, null],
    ["text instead of a number", "soon", null],
  ])("survives an estimate that is %s", async (_, hours, expected) => {
    await bench.buildAll({ "source.tasks": [{ gid: "1", custom_fields: estimate(hours) }] });
    expect(await bench.rows("select estimate_hours, variance_ratio from marts.tasks")).toEqual([
      { estimate_hours: expected, variance_ratio: null },
    ]);
  });
});

describe("the project of a task", () => {
  it("is the first membership when first seen, so that nothing is counted twice", async () => {
    await bench.buildAll({ "source.tasks": [{ gid: "1", memberships: inProjects("B", "A") }] });
    expect(await bench.rows("select project_gid from marts.tasks")).toEqual([{ project_gid: "B" }]);
    expect(await bench.rows("select project_gid, is_primary from marts.task_projects")).toEqual([
      { project_gid: "A", is_primary: false },
      { project_gid: "B", is_primary: true },
    ]);
  });

  it("stays when memberships change their order, and moves when the task leaves it", async () => {
    const version = (gid: string, _from_seq: number, projects: string[]) => ({
      gid,
      _from_seq,
      memberships: inProjects(...projects),
    });
    await bench.buildAll({
      "source.tasks": [{ gid: "1" }, { gid: "2" }, { gid: "3" }],
      "source.task_versions": [
        version("1", 1, ["B", "A"]),
        version("1", 2, ["A", "B"]),
        version("2", 1, ["B"]),
        version("2", 2, ["A", "C"]),
        version("3", 1, ["B"]),
        version("3", 2, []),
      ],
    });
    const rows = await bench.rows<{ project_gid: string }>("select project_gid from marts.tasks order by task_gid");
    expect(rows.map((row) => row.project_gid)).toEqual(["B", "A", null]);
  });

  it("is the root parent's for a subtask at any depth, and its own where no parent is known", async () => {
    await bench.buildAll({
      "source.tasks": [
        { gid: "1", memberships: inProjects("A") },
        { gid: "2", parent_gid: "1" },
        { gid: "3", parent_gid: "2", memberships: inProjects("B") },
        { gid: "4", parent_gid: "gone", memberships: inProjects("C") },
      ],
    });
    const rows = await bench.rows<{ project_gid: string }>("select project_gid from marts.tasks order by task_gid");
    expect(rows.map((row) => row.project_gid)).toEqual(["A", "A", "A", "C"]);
  });

  it("is that of the topmost task above that belongs to one, where the root belongs to none", async () => {
    await bench.buildAll({
      "source.tasks": [
        { gid: "1" },
        { gid: "2", parent_gid: "1", memberships: inProjects("A") },
        { gid: "3", parent_gid: "2", memberships: inProjects("B") },
        { gid: "4", parent_gid: "3" },
      ],
    });
    const rows = await bench.rows<{ project_gid: string }>("select project_gid from marts.tasks order by task_gid");
    expect(rows.map((row) => row.project_gid)).toEqual([null, "A", "A", "A"]);
  });

  it("survives parents in a circle", async () => {
    await bench.buildAll({
      "source.tasks": [
        { gid: "1", parent_gid: "2", memberships: inProjects("A") },
        { gid: "2", parent_gid: "1" },
        { gid: "3", parent_gid: "3" },
        { gid: "4", parent_gid: "1" },
      ],
    });
    expect(await bench.rows("select count(*) as n from marts.tasks")).toEqual([{ n: 4 }]);
    expect(await bench.rows("select count(*) as n from intermediate.int_task_roots where is_in_circle")).toEqual([
      { n: 4 },
    ]);
  });
});

describe("everything else of a task", () => {
  it("keeps tasks without assignee, with unknown assignee and with far dates", async () => {
    await bench.buildAll({
      "source.tasks": [
        { gid: "1", due_on: "9999-12-31", completed: false, custom_fields: estimate(10) },
        { gid: "2", assignee_gid: "left", due_on: "0001-01-01", completed: false, custom_fields: estimate(10) },
      ],
    });
    expect(await bench.rows("select count(*) as n from marts.tasks")).toEqual([{ n: 2 }]);
    expect(await bench.rows("select person_gid, name, is_active from marts.people")).toEqual([
      { person_gid: "left", name: "Former member", is_active: false },
    ]);
  });

  it("marks what Plimsoll made, its subtasks and what lies in its projects", async () => {
    await bench.buildAll({
      "source.ledger_managed_objects": [
        { key: "a", object_type: "task", object_gid: "1" },
        { key: "b", object_type: "project", object_gid: "R" },
      ],
      "source.tasks": [
        { gid: "1" },
        { gid: "2", parent_gid: "1" },
        { gid: "3", memberships: inProjects("R") },
        { gid: "4" },
      ],
    });
    const rows = await bench.rows<{ is_own: boolean }>("select is_own from marts.tasks order by task_gid");
    expect(rows.map((row) => row.is_own)).toEqual([true, true, true, false]);
  });

  it("lists every value of a custom field, and no row for an empty one", async () => {
    await bench.buildAll({
      "source.tasks": [
        {
          gid: "1",
          custom_fields: [
            {
              gid: "a",
              name: "Skills",
              resource_subtype: "multi_enum",
              multi_enum_values: [
                { gid: "x", name: "SQL" },
                { gid: "y", name: "Art" },
              ],
            },
            { gid: "b", name: "Priority", resource_subtype: "enum", enum_value: { gid: "z", name: "High" } },
            {
              gid: "c",
              name: "Go live",
              resource_subtype: "date",
              date_value: { date: "2026-12-24", date_time: null },
            },
            { gid: "d", name: "Note", resource_subtype: "text", text_value: "" },
            { gid: "e", name: "Buddy", resource_subtype: "people", people_value: [{ gid: "p" }], display_value: "Pia" },
            { gid: "f", name: "Mood", resource_subtype: "of another time", display_value: "five stars" },
          ],
        },
      ],
    });
    const rows = await bench.rows(
      "select field_gid || value_index as value, text_value, date_value, option_gid from marts.custom_field_values",
    );
    expect(rows).toEqual([
      { value: "a0", text_value: "SQL", date_value: null, option_gid: "x" },
      { value: "a1", text_value: "Art", date_value: null, option_gid: "y" },
      { value: "b0", text_value: "High", date_value: null, option_gid: "z" },
      { value: "c0", text_value: null, date_value: "2026-12-24", option_gid: null },
      { value: "e0", text_value: "Pia", date_value: null, option_gid: "p" },
      { value: "f0", text_value: "five stars", date_value: null, option_gid: null },
    ]);
    expect(await bench.rows("select priority, skills from marts.tasks")).toEqual([
      { priority: "High", skills: ["Art", "SQL"] },
    ]);
  });
});

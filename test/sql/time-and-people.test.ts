import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const number = (gid: string, name: string, value: number) => ({
  gid,
  name,
  resource_subtype: "number",
  number_value: value,
});
const refresh = (seq: number, day: string) => ({
  seq,
  run_id: `r${seq}`,
  as_of_on: day,
  started_at: `${day} 02:00:00`,
  data_as_of_at: `${day} 02:10:00`,
  stages: "extract",
});

describe("time entries", () => {
  it("are hours, with category, project and billing, also of unknown people and tasks", async () => {
    await bench.buildAll({
      "source.tasks": [{ gid: "1", memberships: [{ project_gid: "A" }] }],
      "source.time_tracking_categories": [{ gid: "c", name: "Meetings" }],
      "source.time_entries": [
        {
          gid: "e1",
          task_gid: "1",
          user_gid: "p",
          duration_minutes: 90,
          category_gid: "c",
          billable_status: "billable",
        },
        { gid: "e2", task_gid: "gone", duration_minutes: -30, billable_status: "notApplicable" },
      ],
    });
    expect(
      await bench.rows("select entry_gid, project_gid, hours, category, is_billable from marts.time_entries"),
    ).toEqual([
      { entry_gid: "e1", project_gid: "A", hours: 1.5, category: "Meetings", is_billable: true },
      { entry_gid: "e2", project_gid: null, hours: -0.5, category: null, is_billable: null },
    ]);
  });

  it("follow the nightly increase of an actual-hours field where no time is logged", async () => {
    const version = (gid: string, _from_seq: number, hours: number, more = {}) => ({
      gid,
      _from_seq,
      assignee_gid: "p",
      custom_fields: [number("8", "Actual Hours", hours)],
      ...more,
    });
    await bench.buildAll({
      "source.ledger_refreshes": [
        refresh(1, "2026-11-13"),
        refresh(2, "2026-11-14"),
        refresh(3, "2026-11-15"),
        refresh(4, "2026-11-16"),
      ],
      "source.tasks": [{ gid: "open" }, { gid: "done" }, { gid: "new" }, { gid: "logged" }],
      "source.task_versions": [
        version("open", 1, 3),
        version("open", 2, 5),
        version("open", 3, 4),
        version("open", 4, 6.5),
        version("done", 1, 8, { completed: true, completed_at: "2026-10-01 12:00:00" }),
        version("new", 3, 2),
        version("logged", 1, 1),
        version("logged", 2, 7),
      ],
      "source.time_entries": [
        { gid: "e", task_gid: "logged", duration_minutes: 60, entered_on: "2026-11-14", user_gid: "p" },
      ],
    });
    expect(
      await bench.rows(
        "select task_gid, entered_on, hours, person_gid from marts.time_entries where source = 'field_delta'",
      ),
    ).toEqual([
      { task_gid: "done", entered_on: "2026-10-01", hours: 8, person_gid: "p" },
      { task_gid: "new", entered_on: "2026-11-15", hours: 2, person_gid: "p" },
      { task_gid: "open", entered_on: "2026-11-14", hours: 2, person_gid: "p" },
      { task_gid: "open", entered_on: "2026-11-16", hours: 1.5, person_gid: "p" },
    ]);
  });

  it("that were deleted do not come back through the sum that Asana kept", async () => {
    const version = (_from_seq: number, actual_time_minutes: number | null) => ({
      gid: "1",
      _from_seq,
      assignee_gid: "p",
      completed: true,
      completed_at: "2026-10-01 12:00:00",
      actual_time_minutes,
    });
    await bench.buildAll({
      "source.ledger_refreshes": [refresh(1, "2026-11-13"), refresh(2, "2026-11-14")],
      "source.tasks": [{ gid: "1" }],
      "source.task_versions": [version(1, 90), version(2, null)],
      "source.time_entries": [
        { gid: "e", task_gid: "1", duration_minutes: 90, entered_on: "2026-10-01", _deleted_at: "2026-11-14 02:00:00" },
      ],
    });
    expect(await bench.rows("from marts.time_entries")).toEqual([]);
  });

  it("keeps the hours that had been approved where an entry was changed after, unless it was opened again first", async () => {
    const version = (gid: string, minutes: number, status: string, from: number, to: number | null) => ({
      ...{ gid, task_gid: "1", duration_minutes: minutes, approval_status: status, _from_seq: from, _to_seq: to },
    });
    const versions = [
      version("changed", 60, "APPROVED", 1, 3),
      version("changed", 90, "APPROVED", 3, null),
      version("reopened", 60, "APPROVED", 1, 2),
      version("reopened", 60, "DRAFT", 2, 3),
      version("reopened", 90, "APPROVED", 3, null),
      version("noted", 60, "SUBMITTED", 1, 2),
      version("noted", 60, "APPROVED", 2, null),
    ];
    await bench.buildAll({
      "source.time_entries": versions
        .filter((one) => one._to_seq === null)
        .map(({ gid, task_gid, duration_minutes, approval_status }) => ({
          ...{ gid, task_gid, duration_minutes, approval_status },
        })),
      "source.time_entry_versions": versions,
    });
    expect(
      await bench.rows("select entry_gid, hours, approved_hours from marts.time_entries order by entry_gid"),
    ).toEqual([
      { entry_gid: "changed", hours: 1.5, approved_hours: 1 },
      { entry_gid: "noted", hours: 1, approved_hours: null },
      { entry_gid: "reopened", hours: 1.5, approved_hours: null },
    ]);
  });
});

describe("the history of a task", () => {
  it("is inferred before the first night, then observed, one row per change of what is tracked", async () => {
    const version = (_from_seq: number, more: object) => ({
      gid: "1",
      _from_seq,
      created_at: "2026-11-01 08:00:00",
      ...more,
    });
    await bench.buildAll({
      "source.ledger_refreshes": [1, 2, 3, 4].map((seq) => refresh(seq, `2026-11-1${seq + 2}`)),
      "source.tasks": [{ gid: "1", created_at: "2026-11-01 08:00:00" }],
      "source.task_versions": [
        version(1, { assignee_gid: "a", completed: true, completed_at: "2026-11-02 08:00:00" }),
        version(2, {
          assignee_gid: "a",
          completed: true,
          completed_at: "2026-11-02 08:00:00",
          permalink_url: "changed",
        }),
        version(3, { assignee_gid: "b", completed: false }),
        version(4, { assignee_gid: "b", completed: false, _deleted_at: "2026-11-16 02:00:00" }),
      ],
    });
    const rows = await bench.rows(
      "select valid_from, assignee_gid, is_completed, is_deleted, source from marts.task_history",
    );
    expect(rows).toEqual([
      {
        valid_from: "2026-11-01T08:00:00.000Z",
        assignee_gid: "a",
        is_completed: false,
        is_deleted: false,
        source: "inferred",
      },
      {
        valid_from: "2026-11-02T08:00:00.000Z",
        assignee_gid: "a",
        is_completed: true,
        is_deleted: false,
        source: "inferred",
      },
      {
        valid_from: "2026-11-13T02:10:00.000Z",
        assignee_gid: "a",
        is_completed: true,
        is_deleted: false,
        source: "observed",
      },
      {
        valid_from: "2026-11-15T02:10:00.000Z",
        assignee_gid: "b",
        is_completed: false,
        is_deleted: false,
        source: "observed",
      },
      {
        valid_from: "2026-11-16T02:10:00.000Z",
        assignee_gid: "b",
        is_completed: false,
        is_deleted: true,
        source: "observed",
      },
    ]);
  });
});

describe("people", () => {
  it("are no programs that tasks are assigned to", async () => {
    await bench.buildAll({
      "source.users": [{ gid: "a", name: "Ada" }],
      "source.agents": [{ gid: "robot", name: "Triage agent" }],
      "source.tasks": [
        { gid: "1", assignee_gid: "robot" },
        { gid: "2", assignee_gid: "left" },
      ],
    });
    expect(await bench.rows("select person_gid from marts.people order by person_gid")).toEqual([
      { person_gid: "a" },
      { person_gid: "left" },
    ]);
    expect(await bench.rows("select assignee_gid from marts.tasks where task_gid = '1'")).toEqual([
      { assignee_gid: "robot" },
    ]);
  });

  it("get capacity and manager from their fields, else the config, else an assumption and their project's owner", async () => {
    const field = (gid: string) => [
      number("1", "Weekly Capacity", 32),
      { gid: "2", name: "Manager", resource_subtype: "people", people_value: [{ gid }] },
    ];
    await bench.buildAll({
      "source.users": [
        { gid: "a", name: "Ada", custom_fields: field("b") },
        { gid: "b", name: "Bo", email: "bo@example.org" },
        { gid: "c", name: "Cy", custom_fields: [number("1", "Weekly Capacity", 9000)] },
      ],
      "source.config_people": [
        { person: "BO@example.org", weekly_capacity_hours: 20, manager: "Ada", skills: ["sql"] },
      ],
      "source.projects": [
        { gid: "P", owner_gid: "c" },
        { gid: "Q", owner_gid: "b" },
      ],
      "source.tasks": [
        { gid: "1", assignee_gid: "c", memberships: [{ project_gid: "P" }] },
        { gid: "2", assignee_gid: "c", memberships: [{ project_gid: "Q" }] },
      ],
    });
    const rows = await bench.rows(
      "select person_gid, weekly_capacity_hours as hours, capacity_source, manager_gid, manager_source, skills from marts.people",
    );
    expect(rows).toEqual([
      { person_gid: "a", hours: 32, capacity_source: "field", manager_gid: "b", manager_source: "field", skills: [] },
      {
        person_gid: "b",
        hours: 20,
        capacity_source: "config",
        manager_gid: "a",
        manager_source: "config",
        skills: ["sql"],
      },
      {
        person_gid: "c",
        hours: 40,
        capacity_source: "assumed",
        manager_gid: "b",
        manager_source: "project_owner",
        skills: [],
      },
    ]);
  });

  it("live in the team with most of their work, else in the first joined", async () => {
    await bench.buildAll({
      "source.teams": [
        { gid: "T1", name: "One" },
        { gid: "T2", name: "Two" },
      ],
      "source.users": [{ gid: "a" }, { gid: "b" }],
      "source.team_memberships": [
        { gid: "m1", team_gid: "T1", user_gid: "a", _first_seq: 1 },
        { gid: "m2", team_gid: "T2", user_gid: "a", _first_seq: 1 },
        { gid: "m3", team_gid: "T2", user_gid: "b", _first_seq: 1 },
        { gid: "m4", team_gid: "T1", user_gid: "b", _first_seq: 2 },
      ],
      "source.projects": [{ gid: "P", team_gid: "T2" }],
      "source.tasks": [{ gid: "1", assignee_gid: "a", memberships: [{ project_gid: "P" }] }],
    });
    expect(await bench.rows("select person_gid, home_team_gid from marts.people")).toEqual([
      { person_gid: "a", home_team_gid: "T2" },
      { person_gid: "b", home_team_gid: "T2" },
    ]);
    expect(await bench.rows("select team_gid, number_of_members from marts.teams")).toEqual([
      { team_gid: "T1", number_of_members: 2 },
      { team_gid: "T2", number_of_members: 2 },
    ]);
  });
});

describe("portfolios", () => {
  it("hold the projects of the portfolios inside them, also in a circle", async () => {
    const item = (portfolio_gid: string, item_gid: string, item_type: string) => ({
      gid: `${portfolio_gid}:${item_gid}`,
      portfolio_gid,
      item_gid,
      item_type,
    });
    await bench.buildAll({
      "source.portfolio_items": [
        item("A", "B", "portfolio"),
        item("B", "A", "portfolio"),
        item("B", "P", "project"),
        item("A", "P", "project"),
        item("A", "Q", "project"),
      ],
    });
    const rows = await bench.rows<{ pair: string }>(
      "select portfolio_gid || project_gid as pair from marts.portfolio_projects",
    );
    expect(rows.map((row) => row.pair)).toEqual(["AP", "AQ", "BP", "BQ"]);
  });
});

describe("the weekly workload", () => {
  it("puts the hours of one week across New Year together", async () => {
    const entry = (gid: string, entered_on: string) => ({ entry_gid: gid, person_gid: "p", entered_on, hours: 2 });
    const given = {
      "marts.time_entries": [entry("1", "2025-12-29"), entry("2", "2026-01-04"), entry("3", "2026-01-05")],
    };
    const columns = ["week_start_on", "logged_hours"];
    expect(await bench.runModel("marts.workload_weekly", { given, columns })).toEqual([
      { week_start_on: "2025-12-29", logged_hours: 4 },
      { week_start_on: "2026-01-05", logged_hours: 2 },
    ]);
  });

  it("tells assigned work by project, and work of nobody", async () => {
    const week = { week_start_on: "2026-11-23", assigned_hours: 8 };
    const given = {
      "marts.assigned_weekly": [
        { ...week, person_gid: "p", project_gid: "A" },
        { ...week, person_gid: "p", project_gid: "none", assigned_hours: 2 },
        { ...week, person_gid: "none", project_gid: "A" },
      ],
    };
    const columns = ["person_gid", "project_gid", "task_status", "assigned_hours", "logged_hours"];
    const rest = { task_status: "open", logged_hours: 0 };
    expect(await bench.runModel("marts.workload_weekly", { given, columns })).toEqual([
      { person_gid: "none", project_gid: "A", assigned_hours: 8, ...rest },
      { person_gid: "p", project_gid: "A", assigned_hours: 8, ...rest },
      { person_gid: "p", project_gid: "none", assigned_hours: 2, ...rest },
    ]);
  });

  it("counts allocations by week, in hours or in shares of the person's week, and ends far ones at the horizon", async () => {
    await bench.buildAll({
      "source.users": [{ gid: "p", custom_fields: [number("1", "Weekly Capacity", 30)] }],
      "source.allocations": [
        {
          gid: "x",
          assignee_gid: "p",
          project_gid: "A",
          start_date: "2026-11-18",
          end_date: "2026-11-29",
          effort_type: "hours",
          effort_value: 10,
        },
        {
          gid: "y",
          assignee_gid: "p",
          project_gid: "B",
          start_date: "2026-11-16",
          end_date: "9999-12-31",
          effort_type: "percent",
          effort_value: 50,
        },
      ],
    });
    const hours = async (project: string) =>
      (
        await bench.rows<{ allocated_hours: number }>(
          `select allocated_hours from marts.workload_weekly where project_gid = '${project}' order by week_start_on`,
        )
      ).map((row) => row.allocated_hours);
    expect(await hours("A")).toEqual([6, 10]);
    expect(await hours("B")).toEqual(Array(9).fill(15));
  });
});

describe("budgets", () => {
  it("turn the minutes of a time budget into hours and keep money apart", async () => {
    await bench.buildAll({
      "source.projects": [{ gid: "P" }],
      "source.budgets": [
        { gid: "1", project_gid: "P", budget_type: "time", total_value: 6000, actual_value: 90 },
        { gid: "2", project_gid: "P", budget_type: "cost", total_value: 5000, currency_code: "EUR" },
      ],
    });
    expect(await bench.rows("select budget_hours, budget_amount, currency from marts.projects")).toEqual([
      { budget_hours: 100, budget_amount: 5000, currency: "EUR" },
    ]);
  });
});

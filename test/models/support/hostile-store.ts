import { openDatabase } from "../../../src/warehouse/database.ts";
import type { GivenRow, GivenRows } from "../../support/raw-store.ts";

/** The day of the store, and how much of it there is besides the project with many open tasks. */
export const asOf = "2026-11-16";
const [people, weeks] = [6, 30];

const gids = (prefix: string, count: number) => Array.from({ length: count }, (_, i) => `${prefix}${i + 1}`);
const capacities: readonly (number | null)[] = [40, 0, -5, 100_000, null, 20];

/** Nobody and nothing, yet enough for every model: the odd ones are added by `oddTasks` and `addBulk`. */
export const oddWorkspace: GivenRows = {
  "ledger.refreshes": [
    {
      ...{ seq: 1, run_id: "r1", as_of_on: asOf, time_zone: "UTC", stages: "extract,transform" },
      ...{ started_at: `${asOf} 02:00:00`, data_as_of_at: `${asOf} 02:00:00` },
    },
  ],
  users: gids("p", people).map((gid, i) => ({
    ...{ gid, name: `Person ${gid}`, custom_fields: numberField("Weekly Capacity", capacities[i]!) },
  })),
  workspace_memberships: gids("p", people).map((gid) => ({ gid: `m${gid}`, user_gid: gid, is_active: true })),
  // All of one team but the last, who is alone in another.
  teams: gids("t", 2).map((gid) => ({ gid, name: `Team ${gid}` })),
  team_memberships: gids("p", people).map((gid, i) => ({
    ...{ gid: `tm${gid}`, user_gid: gid, team_gid: i < people - 1 ? "t1" : "t2" },
  })),
  projects: [
    project("many", { due_on: asOf }),
    project("history", { due_on: "2027-01-15" }),
    project("late", { start_on: "2027-02-01", due_on: "2026-12-01" }),
    project("far", { due_on: "9999-12-31" }),
    project("young", { team_gid: "t2" }),
    project("empty", {}),
    project("circle", { due_on: "2026-12-31" }),
  ],
  custom_fields: [
    { gid: "f-estimated-hours", name: "Estimated Hours", resource_subtype: "number" },
    { gid: "f-weekly-capacity", name: "Weekly Capacity", resource_subtype: "number" },
  ],
  absence: [
    { gid: "a1", user_gid: "p1", start_date: "2026-12-31", end_date: "2026-12-01" },
    { gid: "a2", user_gid: "p6", start_date: "2026-11-01", end_date: "9999-12-31" },
  ],
  allocations: [
    allocation("al1", { start_date: "2026-11-16", end_date: "9999-12-31", effort_value: 80 }),
    allocation("al2", { start_date: "2026-12-31", end_date: "2026-12-01", effort_value: 50 }),
    allocation("al3", { effort_value: -20 }),
  ],
  tasks: [...history(), ...oddTasks()],
  time_entries: [
    ...history().map((task) =>
      entry(`h${task.gid}`, { task_gid: task.gid, user_gid: task.assignee_gid, on: task.due_on }),
    ),
    entry("negative", { task_gid: "h1", user_gid: "p1", minutes: -600 }),
    entry("none", { task_gid: "h1", user_gid: "p1", minutes: 0 }),
    entry("year", { task_gid: "h1", user_gid: "p2", minutes: 60 * 24 * 365 }),
    entry("future", { task_gid: "h1", user_gid: "p2", on: "9999-12-31" }),
    entry("orphan", { task_gid: "gone", user_gid: "nobody" }),
  ],
};

/** Every person finishes three tasks a week in one project, all estimated alike, all taking what was estimated. */
function history(): (GivenRow & { gid: string })[] {
  return gids("h", people * weeks * 3).map((gid, i) => {
    const day = dayBefore(7 * Math.floor(i / (people * 3)) + 3 + (i % 3));
    return task(gid, "history", 4, {
      ...{ assignee_gid: `p${1 + (i % people)}`, completed: true, due_on: day, completed_at: `${day} 15:00:00` },
      created_at: `${day} 08:00:00`,
    });
  });
}

/** Open tasks, one for each way of being odd. */
function oddTasks(): GivenRow[] {
  const oddEstimates = [10_000, 1e300, 0, -4, null, 1e-9];
  return [
    ...oddEstimates.map((hours, i) => task(`odd${i}`, "history", hours, { due_on: asOf, assignee_gid: "p1" })),
    task("far1", "far", 8, { due_on: "9999-12-31", assignee_gid: "p3" }),
    task("far2", "far", 8, { start_on: "9999-12-30", due_on: "9999-12-31", assignee_gid: "p4" }),
    task("far3", "far", 8, { created_at: "9999-12-31 23:59:59", assignee_gid: "p4" }),
    task("far4", "far", 8, { completed: true, completed_at: "9999-12-31 23:59:59", created_at: "0001-01-01 00:00:00" }),
    task("late1", "late", 8, { start_on: "2027-03-01", due_on: "2026-11-20", assignee_gid: "p5" }),
    task("late2", "late", 8, { start_on: "2027-03-01", due_on: "1900-01-01", assignee_gid: "p5" }),
    task("circle1", "circle", 8, { dependency_gids: ["circle2"], assignee_gid: "p1", due_on: "2026-11-30" }),
    task("circle2", "circle", 8, { dependency_gids: ["circle3"], assignee_gid: "p2", due_on: "2026-11-30" }),
    task("circle3", "circle", 8, { dependency_gids: ["circle1"], assignee_gid: "p3", due_on: "2026-11-30" }),
    task("circle4", "circle", 8, { dependency_gids: ["circle4", "gone"], parent_gid: "circle5", assignee_gid: "p3" }),
    task("circle5", "circle", 8, { parent_gid: "circle4", assignee_gid: "p3" }),
    // One person and one week of history.
    ...gids("young", 3).map((gid) =>
      task(gid, "young", 4, {
        ...{ assignee_gid: "p6", created_at: "2026-11-09 08:00:00", completed: true },
        completed_at: "2026-11-13 15:00:00",
      }),
    ),
    task("young9", "young", null, { assignee_gid: "p6", created_at: "2026-11-10 08:00:00" }),
  ];
}

/** So many open tasks in one project, due today, without estimate every third time. Written in SQL, where it takes a second. */
export async function addBulk(storePath: string, count: number): Promise<void> {
  const db = await openDatabase(storePath);
  try {
    await db.run(`
      insert into raw.tasks by name
      select 'b' || i as gid, 'Item ' || i as name, false as completed, timestamp '2026-06-01 08:00:00' + i % 120 * interval 1 day as created_at,
        'p' || (1 + i % ${people}) as assignee_gid, date '${asOf}' as due_on,
        case when i % 50 = 0 then ['b' || (i + 1)] end as dependency_gids,
        '[{"project_gid":"many","section_gid":"s"}]'::json as memberships,
        case when i % 3 > 0 then '[{"gid":"f-estimated-hours","name":"Estimated Hours","resource_subtype":"number","number_value":4}]'::json end
          as custom_fields,
        1 as _from_seq, 1 as _first_seq
      from range(${count}) as t(i)`);
  } finally {
    db.close();
  }
}

function project(gid: string, more: GivenRow): GivenRow {
  return { gid, name: `Project ${gid}`, team_gid: "t1", owner_gid: "p1", created_at: "2026-01-05 08:00:00", ...more };
}

function task(gid: string, projectGid: string, hours: number | null, more: GivenRow) {
  return {
    ...{ gid, name: `Task ${gid}`, created_at: "2026-10-01 08:00:00", completed: false },
    ...{ memberships: [{ project_gid: projectGid }], custom_fields: numberField("Estimated Hours", hours), ...more },
  };
}

function entry(gid: string, { on = "2026-11-10", minutes = 240, ...more }: GivenRow): GivenRow {
  return { gid, entered_on: on, duration_minutes: minutes, created_at: "2026-11-10 17:00:00", ...more };
}

function allocation(gid: string, more: GivenRow): GivenRow {
  return { gid, assignee_gid: "p2", project_gid: "history", effort_type: "percent", ...more };
}

function numberField(name: string, value: number | null): unknown {
  const gid = `f-${name.toLowerCase().replaceAll(" ", "-")}`;
  return [{ gid, name, resource_subtype: "number", number_value: value }];
}

function dayBefore(days: number): string {
  return new Date(Date.parse(asOf) - days * 86_400_000).toISOString().slice(0, 10);
}

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { capacityWeeklyNode } from "../../../src/models/capacity/capacity-weekly.ts";
import { projectForecastsNode } from "../../../src/models/completion/project-forecasts.ts";
import { headcountProjectionNode } from "../../../src/models/headcount/headcount-projection.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import { applyProposals } from "../../../src/models/scenario/apply-proposals.ts";
import type { AddedProject, Plan, ScenarioInput } from "../../../src/models/scenario/plan.ts";
import { proposeStarts } from "../../../src/models/scenario/propose.ts";
import { simulateScenario } from "../../../src/models/scenario/scenario.ts";
import { velocityWeeklyNode } from "../../../src/models/velocity/velocity-weekly.ts";
import type { Database } from "../../../src/warehouse/database.ts";
import { settings } from "../../support/model-settings.ts";
import { fill, makeCompany } from "../support/company.ts";
import { asOf, badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

const nothing: Plan = {
  ...{ name: "test", joins: [], leaves: [], reassigns: [], added: [], moves: [], drops: [], scopes: [] },
  headcount: {},
};

const project: AddedProject = {
  ...{ project_gid: "new", name: "Portal", team_gid: "team0", people: [], probability: 1, hours: 120, items: [] },
  ...{ starts_on: "2026-11-23", ends_on: "2026-12-18" },
};

let database: Database;

/** A release of four people in two teams and two projects, as the night would leave it. */
beforeAll(async () => {
  database = await openMarts();
  await fill(database, makeCompany({ people: 4, teams: 2, projects: 2, weeks: 30 }));
  await database.run("update marts.people set skills = ['Data']");
  for (const node of [velocityWeeklyNode, capacityWeeklyNode, projectForecastsNode, headcountProjectionNode]) {
    await runNode(node, database);
  }
});
afterAll(() => database.close());

/** A copy of it that a scenario may change. */
async function release(): Promise<ScenarioInput> {
  await database.run("use memory; detach database if exists changed; attach ':memory:' as changed");
  await database.run("copy from database memory to changed; use changed");
  return {
    rows: <T>(sql: string) => database.rows<T>(sql),
    run: (sql: string, parameters?: readonly (string | number | null)[]) => database.run(sql, parameters),
    ...{ asOf, seed: 1, runId: "test", settings },
  };
}

async function simulate(plan: Partial<Plan>) {
  const input = await release();
  const base = {
    capacity: await database.rows("from marts.capacity_weekly where is_future order by all"),
    projects: await database.rows<ModelRow>("from marts.project_forecasts order by all"),
  };
  const result = await simulateScenario({ ...nothing, ...plan }, input);
  const { capacity, projects, headcount } = result;
  expect(badNumbers({ capacity, projects, headcount })).toEqual([]);
  return { base, result };
}

const of = (rows: readonly ModelRow[], gid: string) => rows.filter((row) => row.person_gid === gid);
const total = (rows: readonly ModelRow[], column: string) =>
  rows.reduce((sum, row) => sum + Number(row[column] ?? 0), 0);
const find = (rows: readonly ModelRow[], gid: string) => rows.find((row) => row.project_gid === gid)!;

describe("a scenario", () => {
  test("without any change gives the rows of the release", async () => {
    const { base, result } = await simulate({});
    expect(result.projects).toEqual([]);
    expect(total(result.capacity, "load_mean")).toBeCloseTo(total(base.capacity as ModelRow[], "load_mean"), 0);
    expect(result.notes).toEqual([]);
  });

  test("of somebody leaving takes the capacity, hands the work to the team, and slows the projects", async () => {
    const { base, result } = await simulate({
      leaves: [{ person_gid: "u0", on: "2026-12-04", work_goes_to: "team" }],
    });
    const after = of(result.capacity, "u0").filter((row) => String(row.week_start_on) > "2026-12-04");
    expect(total(after, "capacity_hours")).toBe(0);
    const load = (rows: readonly ModelRow[]) => total(of(rows, "u2"), "assigned_hours");
    expect(load(result.capacity)).toBeGreaterThan(load(base.capacity as ModelRow[]));
    const [left] = await database.rows<{ n: number }>(
      "select count(*) as n from marts.tasks where not is_completed and assignee_gid = 'u0' and due_on > '2026-12-04'",
    );
    expect(left!.n).toBe(0);
    for (const row of result.projects) {
      expect(
        String(row.completes_on_p80) >= String(find(base.projects, String(row.project_gid)).completes_on_p80),
      ).toBe(true);
    }
  });

  test("in which a leaver's work goes to nobody says how much that is", async () => {
    const { result } = await simulate({ leaves: [{ person_gid: "u0", on: "2026-12-04", work_goes_to: "nobody" }] });
    expect(result.notes.join()).toMatch(
      /^\d+ open tasks \(\d+ h\) of a person who leaves on 2026-12-04 have nobody\.$/,
    );
  });

  test("of somebody joining adds capacity from the first day and takes work over", async () => {
    const { base, result } = await simulate({
      joins: [
        {
          ...{ person_gid: "n1", name: "New", on: "2026-11-30", team_gid: "team0", weekly_hours: 20, skills: [] },
          role: null,
          takes_from: "u0",
        },
      ],
    });
    const own = of(result.capacity, "n1");
    expect(own.filter((row) => String(row.week_start_on) < "2026-11-30").map((row) => row.capacity_hours)).toEqual([
      0, 0,
    ]);
    expect(own.filter((row) => String(row.week_start_on) >= "2026-11-30").map((row) => row.capacity_hours)).toEqual(
      new Array(6).fill(20),
    );
    expect(total(own, "assigned_hours")).toBeGreaterThan(0);
    // 30 days from a Monday hold 22 working days; the ramp of 8 weeks is at 15, 45 and 75 of 56 days.
    expect(result.onboarding.map((month) => [month.from_on, month.capacity_hours, month.plan_hours])).toEqual([
      ["2026-11-30", 88, 24],
      ["2026-12-30", 88, 71],
      ["2027-01-29", 84, 84],
    ]);
    expect(total(of(result.capacity, "u0"), "assigned_hours")).toBeLessThan(
      total(of(base.capacity as ModelRow[], "u0"), "assigned_hours"),
    );
  });

  test("of somebody who joins in the year 9999 changes nothing", async () => {
    const join = { person_gid: "n1", name: "New", role: null, on: "9999-12-31", team_gid: "team0", weekly_hours: 40 };
    const { base, result } = await simulate({ joins: [{ ...join, skills: [], takes_from: null }] });
    const { result: same } = await simulate({});
    expect(result.headcount).toEqual(same.headcount);
    for (const row of result.projects) {
      expect(row.completes_on_p50).toBe(find(base.projects, String(row.project_gid)).completes_on_p50);
    }
    expect(total(of(result.capacity, "n1"), "capacity_hours")).toBe(0);
  });

  test("of a new project loads its people with its hours, and says when it is done", async () => {
    const { base, result } = await simulate({ added: [project] });
    const more = total(result.capacity, "assigned_hours") - total(base.capacity as ModelRow[], "assigned_hours");
    // The mean of a lognormal with spread 0.5 is exp(0.125) of its median.
    expect(more).toBeCloseTo(120 * Math.exp(0.125), 0);
    const row = find(result.projects, "new");
    expect(row).toMatchObject({ status: "ok", basis: "effort", remaining_hours: 120 });
    expect(String(row.completes_on_p50) >= "2026-12-07").toBe(true);
    expect(result.headcount).toHaveLength(8);
  });

  test("of work that asks for a skill nobody has says so and invents nobody", async () => {
    const item = { name: "Sue", hours: 8, start_on: null, due_on: null, assignee_gid: null, skills: ["Law"] };
    const { result } = await simulate({ added: [{ ...project, items: [item], hours: 8 }] });
    expect(result.notes).toEqual(['No one there is listed with Law: 1 task (8 h) of "Portal" without assignee.']);
    expect(find(result.projects, "new")).toMatchObject({ status: "insufficient_data", completes_on_p50: null });
  });

  test("of a project for a team without people says so", async () => {
    const { result } = await simulate({ added: [{ ...project, team_gid: "empty" }] });
    expect(result.notes.join()).toContain("Nobody with hours to give");
  });

  test("that moves a project by four weeks ends it later and moves its due date", async () => {
    const { base, result } = await simulate({ moves: [{ project_gid: "p0", weeks: 4 }] });
    const [before, after] = [find(base.projects, "p0"), find(result.projects, "p0")];
    expect(result.projects).toHaveLength(1);
    expect(after.due_on).toBe("2027-02-12");
    expect(String(after.completes_on_p50) > String(before.completes_on_p50)).toBe(true);
  });

  test("that drops a project frees its people", async () => {
    const { base, result } = await simulate({ drops: ["p0"] });
    expect(total(result.capacity, "assigned_hours")).toBeLessThan(
      total(base.capacity as ModelRow[], "assigned_hours") * 0.7,
    );
    expect(result.projects).toEqual([]);
    expect(result.dropped).toEqual(["p0"]);
  });

  test("with half as much scope again takes longer", async () => {
    const { base, result } = await simulate({ scopes: [{ project_gid: "p1", percent: 50 }] });
    const [before, after] = [find(base.projects, "p1"), find(result.projects, "p1")];
    expect(Number(after.remaining_hours)).toBeCloseTo(Number(before.remaining_hours) * 1.5, 0);
    expect(String(after.completes_on_p50) > String(before.completes_on_p50)).toBe(true);
  });

  test("with more attrition has fewer people", async () => {
    const supply = async (attrition_per_year: number) =>
      total((await simulate({ headcount: { attrition_per_year } })).result.headcount, "supply_fte_p50");
    expect(await supply(0.6)).toBeLessThan(await supply(0.01));
  });

  test("reassigns the share asked for", async () => {
    const { result } = await simulate({
      reassigns: [{ from: "u0", to: "u1", project_gid: null, share: 0.25, since: null }],
    });
    const [kept] = await database.rows<{ n: number }>(
      "select count(*) as n from marts.tasks where not is_completed and assignee_gid = 'u0'",
    );
    // 8 weeks of 4 open tasks each.
    expect(kept!.n).toBe(24);
    expect(result.capacity.length).toBe(32);
  });

  test("in which nobody has any capacity ends without numbers, not in an error", async () => {
    const input = await release();
    await database.run("update marts.people set weekly_capacity_hours = 0");
    await insert(database, "marts.task_dependencies", [
      { task_gid: "t0", depends_on_gid: "t1" },
      { task_gid: "t1", depends_on_gid: "t0" },
    ]);
    const result = await simulateScenario({ ...nothing, added: [project] }, input);
    expect(badNumbers({ capacity: result.capacity, projects: result.projects })).toEqual([]);
    expect(find(result.projects, "new").status).toBe("insufficient_data");
  });
});

describe("the search for a better start", () => {
  test("never costs more overload than the plan, and names people and dates", async () => {
    const input = await release();
    const heavy = { ...project, hours: 200, ends_on: "2026-12-04" };
    const [planned, ...better] = await proposeStarts({ ...nothing, added: [heavy] }, input);
    expect(planned).toMatchObject({ is_planned: true, starts_on: "2026-11-23", ends_on: "2026-12-04" });
    expect(better.length).toBeGreaterThan(0);
    for (const proposal of better) {
      expect(proposal.overload_hours).toBeLessThanOrEqual(planned!.overload_hours);
      expect(proposal.people.length).toBeGreaterThan(0);
      expect(proposal.starts_on >= "2026-11-23").toBe(true);
    }
  });

  test("spreads exactly the hours over its phases, and the plan with its best proposals has no more overload", async () => {
    const heavy = { ...project, hours: 260, ends_on: "2026-12-18" };
    const proposals = await proposeStarts({ ...nothing, added: [heavy] }, await release());
    for (const { phases, starts_on, ends_on } of proposals) {
      expect([phases[0]!.from_on, phases.at(-1)!.to_on]).toEqual([starts_on, ends_on]);
      const weeks = ({ from_on, to_on }: (typeof phases)[number]) =>
        Math.ceil((Date.parse(to_on) - Date.parse(from_on) + 86_400_000) / 604_800_000);
      expect(phases.reduce((sum, phase) => sum + phase.hours_per_week * weeks(phase), 0)).toBeCloseTo(260, -1);
    }
    const plan = applyProposals({ ...nothing, added: [heavy] }, proposals);
    expect(plan.added[0]).toMatchObject({ starts_on: proposals[1]!.starts_on, hours: 260 });
    expect(plan.added[0]!.items.reduce((sum, item) => sum + item.hours, 0)).toBeCloseTo(260, -1);
    const overloaded = async (added: AddedProject[]) =>
      (await simulate({ added })).result.capacity.filter((row) => Number(row.overload_probability) >= 0.5).length;
    expect(await overloaded([...plan.added])).toBeLessThanOrEqual(await overloaded([heavy]));
  });

  test("keeps the order of dated tasks when it moves and stretches them", async () => {
    const item = { name: "A", hours: 8, assignee_gid: null, skills: [] };
    const items = [
      { ...item, start_on: null, due_on: "2026-11-27" },
      { ...item, start_on: "2026-11-30", due_on: "2026-12-18" },
    ];
    const proposal = {
      ...{ project: "Portal", rank: 1, is_planned: false, starts_on: "2026-12-07", ends_on: "2027-01-27" },
      ...{ people: ["u0"], people_gids: ["u0"], phasing: "even" as const, phases: [], overload_hours: 0 },
    };
    const [moved] = applyProposals({ ...nothing, added: [{ ...project, items }] }, [proposal]).added;
    expect(moved!.items.map(({ start_on, due_on }) => [start_on, due_on])).toEqual([
      [null, "2026-12-15"],
      ["2026-12-21", "2027-01-26"],
    ]);
  });
});

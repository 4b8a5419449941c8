import { expect, test } from "vitest";
import { assumptionsOf } from "../../../src/models/headcount/assumptions.ts";
import { headcountProjectionNode } from "../../../src/models/headcount/headcount-projection.ts";
import { quartersAfter } from "../../../src/models/headcount/quarters.ts";
import { shareBySkill } from "../../../src/models/headcount/share-by-skill.ts";
import { velocityWeeklyNode } from "../../../src/models/velocity/velocity-weekly.ts";
import { settings } from "../../support/model-settings.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, insert, openMarts, runNode } from "../support/marts.ts";

test("names the four quarters after the as-of date, across New Year", () => {
  expect(quartersAfter("2026-11-16", 4).map((quarter) => [quarter.name, quarter.start_on])).toEqual([
    ["2027 Q1", "2027-01-01"],
    ["2027 Q2", "2027-04-01"],
    ["2027 Q3", "2027-07-01"],
    ["2027 Q4", "2027-10-01"],
  ]);
  expect(quartersAfter("2026-12-31", 1)[0]!.name).toBe("2027 Q1");
});

test("people leave with time, so that the gap widens, and the inputs nobody gave are named", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({ people: 12, hoursPerWeek: 30 }));
  await insert(database, "marts.teams", [{ team_gid: "empty", name: "Empty", number_of_members: 0 }]);
  await runNode(velocityWeeklyNode, database);
  const written = await runNode(headcountProjectionNode, database);
  expect(badNumbers(written)).toEqual([]);
  const rows = written["marts.headcount_projection"]!.filter((row) => row.team_gid === "team0");
  const gaps = rows.map((row) => row.gap_fte_p50 as number);
  expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  expect(rows[0]!.supply_fte_p90).toBeLessThanOrEqual(6);
  expect(rows[0]!.demand_fte_p50).toBeGreaterThan(5);
  expect(rows[0]!.assumed).toEqual(["attrition_per_year", "hiring_lead_weeks", "ramp_weeks", "pipeline (none)"]);
  const empty = written["marts.headcount_projection"]!.filter((row) => row.team_gid === "empty");
  expect(empty.map((row) => row.status)).toEqual(Array(4).fill("insufficient_data"));
});

test("a sure pipeline project drives the gap and asks for a requisition a lead time and a ramp before", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({ people: 12, hoursPerWeek: 38 }));
  await runNode(velocityWeeklyNode, database);
  const project = {
    name: "Harbor",
    team: "team1",
    hours: 2600,
    starts_on: "2027-04-01",
    ends_on: "2027-06-30",
    probability: 1,
  };
  // Without any doubt, so that the date can be counted back: 14 weeks.
  const sure = (weeks: number) => ({ p50: weeks, p90: weeks });
  const headcount = {
    ...{ attrition_per_year: 0.02, hiring_lead_weeks: sure(10), ramp_weeks: sure(4) },
    pipeline: [project],
  };
  const written = await runNode(headcountProjectionNode, database, { settings: { ...settings, headcount } });
  const row = written["marts.headcount_projection"]!.find((r) => r.team_gid === "team1" && r.quarter === "2027 Q2")!;
  expect(row.top_driver).toBe("pipeline: Harbor");
  expect(row.shortage_probability).toBeGreaterThan(0.9);
  // 2600 hours over 13 weeks are 200 a week, five people of 40 hours.
  expect(row.demand_fte_p50).toBeGreaterThan(9);
  expect(row.open_requisition_by_on).toBe("2026-12-24");
  expect(row.assumed).toEqual([]);
});

const headcountOf = async (
  database: Awaited<ReturnType<typeof openMarts>>,
  headcount: (typeof settings)["headcount"] = {},
) => {
  await runNode(velocityWeeklyNode, database);
  const written = await runNode(headcountProjectionNode, database, { settings: { ...settings, headcount } });
  expect(badNumbers(written)).toEqual([]);
  return { teams: written["marts.headcount_projection"]!, skills: written["marts.headcount_by_skill"]! };
};

test("an open position comes in when hiring is done, and asks for its share of the ramp", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({ people: 12, hoursPerWeek: 30 }));
  const sure = { attrition_per_year: 0, hiring_lead_weeks: { p50: 20, p90: 20 }, ramp_weeks: { p50: 13, p90: 13 } };
  const requisitions = [{ team: "team0", opened_on: "2026-11-16", count: 2 }];
  const { teams } = await headcountOf(database, { ...sure, requisitions });
  const supply = teams.filter((row) => row.team_gid === "team0").map((row) => Number(row.supply_fte_p50));
  // Both begin on 2027-04-05, half as productive in that quarter, wholly in the next but for its first days.
  expect(supply[0]).toBe(6);
  expect(supply[1]).toBeGreaterThan(6.8);
  expect(supply[1]).toBeLessThan(7.1);
  expect(supply[2]).toBeGreaterThan(7.95);
});

test("hiring lead and ramp are distributions: a later p90 asks for the requisition earlier", () => {
  const history = { leavers: 0, personYears: 0, rampWeeks: [] };
  const weeks = (p90: number) =>
    assumptionsOf({ hiring_lead_weeks: { p50: 12, p90 }, ramp_weeks: { p50: 8, p90: 8 } }, history).weeksToFullPace;
  expect(weeks(12)).toBe(20);
  expect(weeks(30)).toBeGreaterThan(25);
});

test("attrition, ramp and hiring lead are learnt from three cases on, and are no longer assumed", () => {
  const few = assumptionsOf({}, { leavers: 2, personYears: 40, rampWeeks: [4, 4] });
  expect(few.assumed).toEqual(["attrition_per_year", "hiring_lead_weeks", "ramp_weeks", "pipeline (none)"]);
  const filled = { opened_on: "2026-01-05", filled_on: "2026-02-02", count: 3 };
  const learnt = assumptionsOf(
    { requisitions: [filled] },
    { leavers: 12, personYears: 40, rampWeeks: [4, 4, 4, 4, 4, 4] },
  );
  expect(learnt.assumed).toEqual(["pipeline (none)"]);
  // (12 + 1.2) / 50; six cases of 4 weeks and three of the default 8; three of 4 weeks and three of 12.
  expect(learnt.attritionPerYear).toBeCloseTo(0.264, 6);
  expect(learnt.ramp.median).toBeCloseTo(4 ** (6 / 9) * 8 ** (3 / 9), 6);
  expect(learnt.hiringLead.median).toBeCloseTo(Math.sqrt(4 * 12), 6);
  expect(learnt.requisitions).toEqual([]);
});

test("people whom Asana no longer lists are the leavers, and newcomers' hours show the ramp", async () => {
  const database = await openMarts();
  const company = makeCompany({ people: 12, hoursPerWeek: 30, weeks: 100 });
  const people = company.people.map((person, i) => ({
    ...person,
    is_active: i > 3,
    started_on: i > 7 ? "2025-06-02" : null,
  }));
  // The newcomers log half in their first 13 weeks.
  const slow = (row: (typeof company.entries)[number]) =>
    ["u8", "u9", "u10", "u11"].includes(String(row.person_gid)) && String(row.entered_on) < "2025-09-01";
  const entries = company.entries
    .filter((row) => !(Number(String(row.person_gid).slice(1)) > 7 && String(row.entered_on) < "2025-06-02"))
    .map((row) => (slow(row) ? { ...row, hours: Number(row.hours) / 2 } : row));
  await fill(database, { ...company, people, entries });
  const { teams } = await headcountOf(database);
  expect(teams[0]!.assumed).toEqual(["hiring_lead_weeks", "pipeline (none)"]);
});

test("time is shared over skills so that shortages are even, and nobody works on what he cannot do", () => {
  const people = [
    { person_gid: "both", fte: 1, skills: ["a", "b"] },
    { person_gid: "only a", fte: 1, skills: ["a"] },
  ];
  const shares = shareBySkill(
    people,
    new Map([
      ["a", 40],
      ["b", 40],
    ]),
  );
  // Even coverage of a and b needs all of the one who knows b.
  expect(shares.get("both")!.get("b")).toBeCloseTo(1, 2);
  expect(shares.get("only a")!.get("a")).toBe(1);
  const even = shareBySkill(
    [people[0]!],
    new Map([
      ["a", 30],
      ["b", 10],
    ]),
  );
  expect(even.get("both")!.get("a")).toBeCloseTo(0.75, 6);
});

test("by skill: what is asked for and held by nobody is short, and without any listed skill it refuses", async () => {
  const database = await openMarts();
  const company = makeCompany({ people: 12, hoursPerWeek: 34 });
  const tasks = company.tasks.map((task, i) => ({
    ...task,
    skills: i % 3 === 0 ? ["Design"] : i % 3 === 1 ? ["Law"] : [],
  }));
  await fill(database, { ...company, tasks });
  await database.run("update marts.people set skills = ['design']");
  const { skills } = await headcountOf(database, { attrition_per_year: 0.01 });
  const first = (skill: string) => skills.find((row) => row.skill === skill && row.quarter === "2027 Q1")!;
  expect(skills).toHaveLength(12);
  expect(first("Law")).toMatchObject({ number_of_people: 0, supply_fte_p50: 0, status: "ok" });
  expect(first("Law").shortage_probability).toBeGreaterThan(0.9);
  // Twelve people, two thirds of whose work can be done by all of them.
  expect(Number(first("Design").supply_fte_p50) + Number(first("none").supply_fte_p50)).toBeGreaterThan(11.5);
  expect(first("Design").shortage_probability).toBeLessThan(0.1);
  await database.run(
    "update marts.people set skills = []; delete from marts.headcount_by_skill; delete from marts.velocity_weekly",
  );
  const refused = (await headcountOf(database)).skills;
  expect(refused.map((row) => row.status)).toEqual(Array(12).fill("insufficient_data"));
  expect(refused[0]!.unlocks).toContain("Nobody is listed with any skill");
});

test("where no skill is named anywhere there is no row by skill", async () => {
  const database = await openMarts();
  await fill(database, makeCompany({ people: 4 }));
  expect((await headcountOf(database)).skills).toEqual([]);
});

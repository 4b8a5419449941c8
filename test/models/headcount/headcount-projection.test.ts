import { expect, test } from "vitest";
import { headcountProjectionNode } from "../../../src/models/headcount/headcount-projection.ts";
import { quartersAfter } from "../../../src/models/headcount/quarters.ts";
import { velocityWeeklyNode } from "../../../src/models/velocity/velocity-weekly.ts";
import { fill, makeCompany } from "../support/company.ts";
import { badNumbers, insert, openMarts, runNode, settings } from "../support/marts.ts";

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
  const headcount = { attrition_per_year: 0.02, hiring_lead_weeks: 10, ramp_weeks: 4, pipeline: [project] };
  const written = await runNode(headcountProjectionNode, database, { settings: { ...settings, headcount } });
  const row = written["marts.headcount_projection"]!.find((r) => r.team_gid === "team1" && r.quarter === "2027 Q2")!;
  expect(row.top_driver).toBe("pipeline: Harbor");
  expect(row.shortage_probability).toBeGreaterThan(0.9);
  // 2600 hours over 13 weeks are 200 a week, five people of 40 hours.
  expect(row.demand_fte_p50).toBeGreaterThan(9);
  expect(row.open_requisition_by_on).toBe("2026-12-24");
  expect(row.assumed).toEqual([]);
});

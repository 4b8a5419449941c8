import { expect, test } from "vitest";
import { knownShares, shareDrawer } from "../../../src/models/completion/known-work.ts";
import { paceShare } from "../../../src/models/completion/quiet-days.ts";
import { levelOf, levelSpread, simulateThroughput } from "../../../src/models/completion/throughput.ts";
import { dayNumber } from "../../../src/models/statistics/calendar.ts";
import { quantiles } from "../../../src/models/statistics/quantile.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";

const simulate = (completed: number[], targets: number[], spread: number) =>
  simulateThroughput({
    completed,
    targets,
    level: { mean: 0, spread },
    paths: 4000,
    maxWeeks: 200,
    random: createRandom(1),
  });

test("without noise the weeks are what division says, to the day", () => {
  const [ten, twelve] = simulate(new Array(26).fill(7), [70, 75], 0);
  expect(new Set(ten)).toEqual(new Set([10]));
  expect(new Set(twelve)).toEqual(new Set([10 + 5 / 7]));
});

test("an uncertain level spreads the duration as a lognormal does", () => {
  // scipy.stats.lognorm(0.5, scale=20).ppf([0.1, 0.5, 0.9]) = 10.5376, 20, 37.9594
  const [weeks] = simulate(new Array(26).fill(7), [140], 0.5);
  const [p10, p50, p90] = quantiles([...weeks!], [0.1, 0.5, 0.9]);
  expect(Math.abs(p10! / 10.5376 - 1)).toBeLessThan(0.06);
  expect(Math.abs(p50! / 20 - 1)).toBeLessThan(0.06);
  expect(Math.abs(p90! / 37.9594 - 1)).toBeLessThan(0.06);
});

test("the spread of the level is the prior without history, and shrinks on a steady one", () => {
  expect(levelSpread([])).toBeCloseTo(0.45, 12);
  expect(levelSpread(new Array(100).fill(5))).toBeLessThan(0.3);
  const swinging = Array.from({ length: 100 }, (_, week) => (week % 40 < 20 ? 2 : 20));
  expect(levelSpread(swinging)).toBeGreaterThan(0.7);
});

test("a good quarter is half luck: the level falls back towards the longer past", () => {
  const usual = new Array(40).fill(10);
  expect(levelOf([...usual, ...new Array(12).fill(20)]).mean).toBeLessThan(0);
  expect(levelOf([...usual, ...new Array(12).fill(5)]).mean).toBeGreaterThan(0.04);
  expect(levelOf(new Array(52).fill(10)).mean).toBeCloseTo(0.04, 12);
  expect(levelOf([]).mean).toBe(0);
});

test("half of the usual gets done around New Year", () => {
  // 2026-12-21 is a Monday: two usual days and three quiet ones.
  const monday = dayNumber("2026-12-21");
  expect(paceShare(monday, monday + 7)).toBeCloseTo(0.7, 12);
  expect(paceShare(monday, monday + 7, (day) => day === monday + 4)).toBeCloseTo(0.6, 12);
});

test("a pace of nothing takes as long as the simulation looks, and is no infinity", () => {
  const [weeks] = simulate(new Array(30).fill(0), [5], 0.4);
  expect(new Set(weeks)).toEqual(new Set([200]));
});

test("counts how much of the pace went into work that was known", () => {
  // At the origin 28 days ago 6 tasks were open; of the 8 done in the week after, 6 were known and 2 were new.
  const end = 7 * 100;
  const cohorts = [
    { createdWeek: end - 70, completedWeek: end - 28, tasks: 6 },
    { createdWeek: end - 28, completedWeek: end - 28, tasks: 2 },
  ];
  // The origin four weeks before that sees the same tasks, none of the six done earlier.
  expect(knownShares(cohorts, end)).toEqual([0.75, 0.75]);
  expect(shareDrawer([0.75], [])(createRandom(1))).toBeGreaterThan(0.5);
});

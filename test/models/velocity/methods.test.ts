import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { backtestCompletionOf } from "../../../src/commands/backtest/completion.ts";
import { readCsv } from "../../../src/commands/backtest/csv.ts";
import { backtestSeries } from "../../../src/commands/backtest/series.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { forecastTogether } from "../../../src/models/velocity/methods/combine.ts";
import { solve } from "../../../src/models/velocity/methods/pooled-ridge.ts";
import { dampedHolt, exponentialSmoothing, slope } from "../../../src/models/velocity/methods/smoothing.ts";
import { strongestStep } from "../../../src/models/velocity/step-change.ts";

test("solves normal equations as numpy.linalg.solve does", () => {
  // numpy.linalg.solve([[4,2,1],[2,5,3],[1,3,6]], [1,2,3]) = [0.08955224, 0.10447761, 0.43283582]
  const solution = solve([[4], [2, 5, 0], [1, 3, 6]], [1, 2, 3]);
  [0.08955224, 0.10447761, 0.43283582].forEach((value, i) => {
    expect(solution[i]).toBeCloseTo(value, 7);
  });
});

test("the slope is that of scipy.stats.linregress", () => {
  // scipy.stats.linregress(range(6), [3, 5, 4, 8, 7, 11]).slope = 1.4285714285714284
  expect(slope([3, 5, 4, 8, 7, 11])).toBeCloseTo(1.4285714286, 9);
});

test("smoothing follows a constant and a line", () => {
  expect(exponentialSmoothing(new Array(30).fill(4), 3)).toEqual([4, 4, 4]);
  const line = Array.from({ length: 60 }, (_, i) => 10 + 2 * i);
  const [next] = dampedHolt(line, 2);
  expect(next).toBeGreaterThan(129);
  expect(next).toBeLessThan(130.5);
});

test("bands of noisy series hold about their share and stay in order and finite", () => {
  const random = createRandom(3);
  const series = Array.from({ length: 30 }, () => Array.from({ length: 133 }, () => random.lognormal(3, 0.3)));
  const forecasts = forecastTogether(
    series.map((values) => values.slice(0, 120)),
    13,
  );
  const inside = series.flatMap((values, i) =>
    values.slice(120).map((value, h) => value >= forecasts[i]!.lo80[h]! && value <= forecasts[i]!.hi80[h]!),
  );
  expect(inside.filter(Boolean).length / inside.length).toBeGreaterThan(0.72);
  expect(inside.filter(Boolean).length / inside.length).toBeLessThan(0.88);
  expect(forecasts.every((f) => f.lo95.every((lo, h) => lo <= f.lo80[h]! && f.hi80[h]! <= f.hi95[h]!))).toBe(true);
});

test.each([[[[]]], [[[5]]], [[[0, 0, 0, 0]]], [[[1, 2], new Array(300).fill(7)]]])(
  "odd series give finite numbers",
  (series) => {
    const forecasts = forecastTogether(series as number[][], 4);
    expect(forecasts.flatMap((f) => [...f.mean, ...f.lo95, ...f.hi95]).every(Number.isFinite)).toBe(true);
  },
);

test("finds and dates a step of 40 %, and none in noise", () => {
  const random = createRandom(5);
  const noise = () => random.lognormal(3, 0.15);
  const step = strongestStep(
    Array.from({ length: 52 }, (_, i) => noise() * (i >= 40 ? 1.4 : 1)),
    random.fork("a"),
  )!;
  expect(step.pValue).toBeLessThan(0.01);
  expect(Math.abs(step.week - 40)).toBeLessThanOrEqual(2);
  expect(step.ratio).toBeGreaterThan(1.2);
  const found = Array.from({ length: 20 }, (_, i) => strongestStep(Array.from({ length: 52 }, noise), random.fork(i))!);
  expect(found.filter(({ pValue }) => pValue < 0.01).length).toBeLessThanOrEqual(1);
  expect(strongestStep(new Array(52).fill(0), random)).toBeNull();
});

test("odd series are forecast too: below zero, never moving, of one value", () => {
  const weeks = (value: (i: number) => number) => Array.from({ length: 80 }, (_, i) => value(i)).join(",");
  const text = [
    `below,${weeks((i) => -5 + Math.sin(i))}`,
    `still,${weeks(() => 7)}`,
    `zero,${weeks(() => 0)}`,
    "one,5",
  ];
  // The truth reaches further than asked, and knows a series that nobody forecast.
  const truth = ["below,-5,-5,-5,-5,-5", "still,7,7,7,7,7", "zero,0,0,0,0,0", "one,5,5,5,5,5", "other,1,1,1,1,1"];
  const { csv } = backtestSeries(text.join("\n"), { horizon: 3, truth: truth.join("\n") });
  const rows = readCsv(csv);
  expect(rows).toHaveLength(12);
  const last = (id: string) => rows.find((row) => row.id === id && row.h === "3")!;
  expect(Number(last("below").hi95)).toBeLessThan(0);
  expect(Number(last("still").mean)).toBe(7);
  expect(Number(last("still").hi80)).toBeLessThan(8);
  expect(Number(last("zero").lo95)).toBe(0);
  expect(Number(last("one").hi80)).toBeGreaterThan(5.5);
  for (const { lo95, lo80, mean, hi80, hi95 } of rows) {
    const bounds = [lo95, lo80, mean, hi80, hi95].map(Number);
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
  }
  const known = "a,1,2,3,4,5,6,7,8,9,10,11,12";
  const { scores } = backtestSeries(known, { horizon: 2, truth: "a,13,14,15,16" });
  expect(Object.values(scores).every(Number.isFinite)).toBe(true);
});

const data = path.join(import.meta.dirname, "..", "..", "..", "..", "shared", "data");
const read = (file: string) => readFileSync(path.join(data, file), "utf8");

test.skipIf(!existsSync(data))("weekly series of others are forecast far better than naively", () => {
  const few = read("series-train.csv").split("\n").slice(0, 40).join("\n");
  const { scores, csv } = backtestSeries(few, { horizon: 13, truth: read("series-test.csv") });
  expect(scores.OWA).toBeLessThan(0.9);
  expect(scores.cov95).toBeGreaterThan(0.9);
  expect(csv.split("\n")[0]).toBe("id,h,mean,lo80,hi80,lo95,hi95");
});

test.skipIf(!existsSync(data))("completion dates of others' projects hold as often as they say", () => {
  const days = readCsv(read("throughput.csv")).map((row) => ({
    project: row.project!,
    date: row.date!,
    completed: Number(row.completed),
  }));
  // Ten projects: forecasts of one project hold or fail together, and five are too few to hold a median to its band.
  const projects = [...new Set(days.map((day) => day.project))].filter((_, i) => i % 3 === 0);
  const { scores } = backtestCompletionOf(days.filter((day) => projects.includes(day.project)));
  expect(scores.hit_p50).toBeGreaterThan(0.42);
  expect(scores.hit_p50).toBeLessThan(0.56);
  expect(scores.hit_p85).toBeGreaterThan(0.78);
  expect(scores.hit_p85).toBeLessThan(0.92);
});

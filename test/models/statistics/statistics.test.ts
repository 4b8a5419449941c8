import { describe, expect, test } from "vitest";
import { dateOf, dayNumber, weekday, weekStart } from "../../../src/models/statistics/calendar.ts";
import { benjaminiHochberg } from "../../../src/models/statistics/false-discovery.ts";
import { hashOf } from "../../../src/models/statistics/hash.ts";
import { normalCdf, normalQuantile } from "../../../src/models/statistics/normal.ts";
import { higherRateTest, poissonAtLeast } from "../../../src/models/statistics/poisson.ts";
import {
  quantiles,
  smoothMedian,
  weightedQuantile,
  weightedQuantiles,
} from "../../../src/models/statistics/quantile.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { rankCorrelation, ranks } from "../../../src/models/statistics/rank.ts";
import { rankSumTest } from "../../../src/models/statistics/rank-sum.ts";

// Expected values without a word of their own: SciPy 1.17.1, NumPy 2.4.6.
const xs = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
const ys = [2, 7, 1, 8, 2, 8, 1, 8, 2, 8, 4];

describe("statistics", () => {
  test.each([
    [0.001, -3.090232306167813],
    [0.025, -1.9599639845400545],
    [0.1, -1.2815515655446004],
    [0.5, 0],
    [0.8, 0.8416212335729143],
    [0.9999, 3.719016485455709],
  ])("normal quantile at %d is that of scipy.stats.norm.ppf", (p, expected) => {
    expect(normalQuantile(p)).toBeCloseTo(expected, 7);
  });

  test.each([
    [-4, 3.167124183311986e-5],
    [-1.5, 0.06680720126885807],
    [0.3, 0.6179114221889526],
    [2.5, 0.9937903346742238],
  ])("normal distribution function at %d is that of scipy.stats.norm.cdf", (x, expected) => {
    expect(Math.abs(normalCdf(x) - expected)).toBeLessThan(1.2e-7);
  });

  test("quantiles are those of numpy.quantile", () => {
    expect(quantiles(xs, [0, 0.1, 0.25, 0.5, 0.9, 1])).toEqual([1, 1, 2.5, 4, 6, 9]);
    expect(quantiles([], [0.5])).toEqual([Number.NaN]);
  });

  test("a smooth median is that of Harrell and Davis by exact beta weights, within the approximation", () => {
    expect(Math.abs(smoothMedian([1, 2, 2, 3, 5, 8, 13, 21, 34, 55]) - 8.0897)).toBeLessThan(0.02);
    expect(Math.abs(smoothMedian([1, 1, 1.5, 1.5, 2, 2.5, 4, 4, 9]) - 2.2093)).toBeLessThan(0.002);
    expect(smoothMedian([7])).toBe(7);
    expect(smoothMedian([])).toBeNaN();
  });

  test("weighted quantiles treat a weight of two as two equal numbers in the middle", () => {
    expect(weightedQuantile([1, 2, 3], [1, 1, 1], 0.5)).toBe(2);
    expect(weightedQuantile([3, 1, 2], [2, 1, 1], 0.5)).toBeCloseTo(
      weightedQuantile([3, 3, 1, 2], [1, 1, 1, 1], 0.5),
      0,
    );
    expect(weightedQuantiles([5, 7], [0, 1], [0.1, 0.9])).toEqual([7, 7]);
    expect(weightedQuantile([1], [0], 0.5)).toBeNaN();
  });

  test("ranks with ties are those of scipy.stats.rankdata", () => {
    expect(ranks(xs)).toEqual([4.5, 1.5, 6, 1.5, 8, 11, 3, 10, 8, 4.5, 8]);
  });

  test("rank correlation is that of scipy.stats.spearmanr", () => {
    expect(rankCorrelation(xs, ys)).toBeCloseTo(0.1384567651467695, 12);
  });

  test("rank-sum p-value is that of scipy.stats.mannwhitneyu, asymptotic", () => {
    const first = [1.1, 2.2, 2.2, 3.3, 0.4, 5.0, 2.2, 1.9];
    const second = [2.2, 3.9, 4.4, 6.1, 3.3, 2.8, 7.7, 5.0, 2.2];
    expect(rankSumTest(first, second)).toBeCloseTo(0.02817413339385986, 6);
    expect(rankSumTest([1, 1, 1], [1, 1])).toBe(1);
    expect(rankSumTest([], [1])).toBe(1);
  });

  test("Poisson tails are those of scipy.stats.poisson.sf", () => {
    expect(poissonAtLeast(12, 5.5)).toBeCloseTo(0.010988141058626786, 12);
    expect(poissonAtLeast(4, 5.5)).toBeCloseTo(0.7983008012974713, 10);
    expect(poissonAtLeast(250, 200)).toBeCloseTo(0.0003620704582896921, 10);
  });

  test("test of two rates is scipy.stats.binomtest on their sum", () => {
    expect(higherRateTest(12, 18, { first: 1, second: 3 })).toBeCloseTo(0.05065828005155163, 10);
    expect(higherRateTest(60, 20, { first: 1, second: 3 })).toBeCloseTo(9.460182929871836e-21, 30);
  });

  test("Benjamini and Hochberg's rule rejects all up to the last small enough one", () => {
    // scipy.stats.false_discovery_control gives 0.07 for the first five.
    const pValues = [0.01, 0.02, 0.03, 0.04, 0.05, 0.2, 0.9];
    expect(benjaminiHochberg(pValues, 0.05)).toEqual(pValues.map(() => false));
    expect(benjaminiHochberg(pValues, 0.07)).toEqual([true, true, true, true, true, false, false]);
    expect(benjaminiHochberg([], 0.05)).toEqual([]);
  });

  test("randomness is fixed by its seed, and looks like what it says", () => {
    const draws = (seed: number) => Array.from({ length: 20_000 }, createRandom(seed).uniform);
    expect(draws(1).slice(0, 5)).toEqual(draws(1).slice(0, 5));
    expect(draws(1)[0]).not.toBe(draws(2)[0]);
    const [low, middle, high] = quantiles(draws(7), [0.1, 0.5, 0.9]);
    expect(low).toBeCloseTo(0.1, 1.7);
    expect(middle).toBeCloseTo(0.5, 1.7);
    expect(high).toBeCloseTo(0.9, 1.7);
    const random = createRandom("lognormal");
    expect(
      quantiles(
        Array.from({ length: 20_000 }, () => random.lognormal(1, 0.5)),
        [0.5],
      )[0],
    ).toBeCloseTo(Math.E, 1);
    expect(createRandom(1).fork("a").uniform()).not.toBe(createRandom(1).fork("b").uniform());
  });

  test("a hash does not depend on the order of keys", () => {
    expect(hashOf({ a: 1, b: [2, { d: 3, c: 4 }] })).toBe(hashOf({ b: [2, { c: 4, d: 3 }], a: 1 }));
    expect(hashOf({ a: 1 })).not.toBe(hashOf({ a: 2 }));
  });

  test("days and weeks are counted across New Year and leap days", () => {
    expect(dateOf(dayNumber("2024-02-28") + 1)).toBe("2024-02-29");
    expect(weekday(dayNumber("2026-11-16"))).toBe(0);
    expect(dateOf(weekStart(dayNumber("2027-01-01")))).toBe("2026-12-28");
    expect(dateOf(weekStart(dayNumber("2027-01-03"), 6))).toBe("2027-01-03");
    expect(dayNumber("soon")).toBeNaN();
    expect(dateOf(dayNumber("9999-12-31"))).toBe("9999-12-31");
  });
});

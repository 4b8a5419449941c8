import { expect, test } from "vitest";
import { agreed, effortOverPace, learnAgreement, paceAlone } from "../../../src/models/completion/agreement.ts";
import { sortedQuantile } from "../../../src/models/statistics/quantile.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";

/** Past dates by pace that missed by `sigma`; effort knew `share` of each miss, and strayed by `noise` of its own. */
function past(n: number, { share, sigma = 0.4, noise = 0 }: { share: number; sigma?: number; noise?: number }) {
  const random = createRandom(5);
  return Array.from({ length: n }, () => {
    const miss = random.normal(0, sigma);
    return { miss, difference: share * miss + random.normal(0, noise) };
  });
}

test("dates follow effort as far as it knew past misses, and the interval is what it did not know", () => {
  // Regression of miss on difference: slope s² / (s² + noise²) = .16 / .20 = .8, left of the variance 1 - .8 = .2.
  const { weight, spread } = learnAgreement(past(20_000, { share: 1, noise: 0.2 }));
  expect(weight).toBeCloseTo(0.8, 1);
  expect(spread).toBeCloseTo(Math.sqrt(0.2), 1);
});

test("pace alone decides where effort knew nothing, said the opposite, or the past is short", () => {
  expect(learnAgreement(past(20_000, { share: 0, noise: 0.4 }))).toEqual(paceAlone);
  expect(learnAgreement(past(100, { share: -1 }))).toEqual(paceAlone);
  expect(learnAgreement(past(19, { share: 1 }))).toEqual(paceAlone);
  expect(learnAgreement(past(100, { share: 0 }))).toEqual(paceAlone);
});

test("a short record is trusted less than a long one", () => {
  const [short, long] = [25, 400].map((n) => learnAgreement(past(n, { share: 1 })));
  expect(short!.weight).toBeLessThan(long!.weight);
  expect(short!.spread).toBeGreaterThan(long!.spread);
});

test("what is wrong with everybody's hours at once is left to pace", () => {
  const byPace = new Map(
    ["a", "b", "c", "d", "e"].map((gid) => [gid, { weeks: Float64Array.of(8, 8, 8), left: [], n: 26 }]),
  );
  const byEffort = new Map(
    [16, 16, 16, 32, 8].map((weeks, i) => [["a", "b", "c", "d", "e"][i]!, Float64Array.of(weeks)]),
  );
  const logs = [...effortOverPace(byPace, byEffort)].map(([gid, log]) => [gid, Math.exp(log)] as const);
  for (const [gid, ratio] of [
    ["a", 1],
    ["d", 2],
    ["e", 0.5],
  ] as const)
    expect(new Map(logs).get(gid)).toBeCloseTo(ratio, 12);
  expect(effortOverPace(byPace, new Map([...byEffort].slice(0, 4))).size).toBe(0);
});

test("weeks keep their order and move on the log scale", () => {
  const weeks = Float64Array.of(4, 8, 16);
  expect(agreed(weeks, 0.7, paceAlone)).toEqual(weeks);
  const moved = agreed(weeks, Math.log(2), { weight: 0.5, spread: 0.5 });
  expect(sortedQuantile(moved, 0.5)).toBeCloseTo(8 * Math.SQRT2, 12);
  expect(moved[2]! / moved[1]!).toBeCloseTo(Math.SQRT2, 12);
  expect(moved[1]! / moved[0]!).toBeCloseTo(Math.SQRT2, 12);
});

test("no project is moved by more than any counts for, nor beyond the horizon", () => {
  const all = { weight: 1, spread: 1 };
  const factor = (difference: number) => agreed(Float64Array.of(4, 8, 16), difference, all)[1]! / 8;
  expect(factor(4)).toBeCloseTo(factor(1.6), 12);
  expect(factor(-Infinity)).toBeCloseTo(factor(-1.6), 12);
  expect(agreed(Float64Array.of(60, 100, 156), 1.6, all)).toEqual(Float64Array.of(156, 156, 156));
});

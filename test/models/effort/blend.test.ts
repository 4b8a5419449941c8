import { describe, expect, test } from "vitest";
import type { Analogy } from "../../../src/models/effort/analogy.ts";
import { createBlend } from "../../../src/models/effort/blend.ts";
import { weightedQuantiles } from "../../../src/models/statistics/quantile.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";

/** Five past values around a centre. */
const analogy = (centre: number, draw: () => number): Analogy => {
  const values = Float64Array.from({ length: 5 }, () => centre + draw()).sort();
  return { basis: "estimate", shift: 0, values, weights: values.map(() => 1 / 5), n: 5, similar: [] };
};

const middle = ({ values, weights }: Analogy) => weightedQuantiles(values, weights, [0.5])[0]!;
const none = () => 0;

describe("blend of similar tasks with everybody's record", () => {
  test("leaves an analogy alone while little is known", () => {
    const one = analogy(1, none);
    expect(createBlend().mix(one)).toBe(one);
  });

  test("mixes everybody in where likeness says nothing", () => {
    const random = createRandom(1);
    const blend = createBlend();
    for (let i = 0; i < 400; i++) {
      blend.observe(
        analogy(0, () => random.normal(0, 0.5)),
        random.normal(0, 0.5),
      );
    }
    const mixed = blend.mix(analogy(1, none));
    expect(Math.abs(middle(mixed))).toBeLessThan(0.3);
    expect(mixed.weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 10);
    expect([...mixed.values]).toEqual([...mixed.values].sort((a, b) => a - b));
  });

  test("leaves the similar tasks alone where they say it all", () => {
    const random = createRandom(2);
    const blend = createBlend();
    for (let i = 0; i < 400; i++) {
      const centre = random.normal(0, 1);
      blend.observe(
        analogy(centre, () => random.normal(0, 0.05)),
        centre + random.normal(0, 0.05),
      );
    }
    const one = analogy(1, none);
    expect(blend.mix(one)).toBe(one);
  });
});

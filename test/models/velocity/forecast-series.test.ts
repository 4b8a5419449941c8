import { expect, test } from "vitest";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { bandFor, conformityOf, stretchOf, usualWeek } from "../../../src/models/velocity/forecast-series.ts";

const past = 52;
const ahead = 8;

/** Where the outcomes of 400 scopes lie against their bands: `pace` gives the level of each week, noise comes on top. */
function outcomes(pace: (week: number, scope: number) => number) {
  const random = createRandom(7);
  const scopes = Array.from({ length: 400 }, (_, scope) =>
    Array.from({ length: past + ahead }, (_, week) => pace(week, scope) * random.lognormal(0, 0.3)),
  );
  const known = scopes.map((values) => ({ values: values.slice(0, past), shares: new Array<number>(past).fill(1) }));
  const stretch = stretchOf(known.map(conformityOf));
  const sides = scopes.flatMap((values, i) => {
    const band = bandFor(usualWeek(known[i]!)!, { share: 1, stretch });
    return values.slice(past).map((value) => (value > band.p90 ? "above" : value < band.p10 ? "below" : "inside"));
  });
  const share = (side: string) => sides.filter((each) => each === side).length / sides.length;
  return { above: share("above"), below: share("below") };
}

test("a steady pace leaves one outcome of ten on either side of the band", () => {
  const { above, below } = outcomes(() => 20);
  expect(above).toBeGreaterThan(0.07);
  expect(above).toBeLessThan(0.13);
  expect(below).toBeGreaterThan(0.07);
  expect(below).toBeLessThan(0.13);
});

test("work that winds down widens the band below, and not above", () => {
  // Half of the scopes lose 1.5 % of their pace every week.
  const { above, below } = outcomes((week, scope) => 20 * (scope % 2 === 0 ? 0.985 ** week : 1));
  expect(above).toBeGreaterThan(0.07);
  expect(above).toBeLessThan(0.13);
  expect(below).toBeGreaterThan(0.07);
  expect(below).toBeLessThan(0.13);
});

test("scopes that often rest are missed above alone, by one outcome of ten", () => {
  const rests = (week: number, scope: number) => (week * 7 + scope * 13) % 10 < 4;
  const { above, below } = outcomes((week, scope) =>
    rests(week, scope) ? 0 : 20 * (scope % 2 === 0 ? 0.97 ** week : 1),
  );
  expect(below).toBe(0);
  expect(above).toBeGreaterThan(0.07);
  expect(above).toBeLessThan(0.13);
});

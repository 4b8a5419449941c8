import { describe, expect, test } from "vitest";
import { predictHours } from "../../../src/models/hours/person-hours.ts";
import { dayNumber } from "../../../src/models/statistics/calendar.ts";

const may = dayNumber("2026-05-04");

describe("weekly hours of a person", () => {
  test("follow a change of pace, but not at once", () => {
    const { p50 } = predictHours([...Array(40).fill(20), ...Array(8).fill(40)], may);
    expect(p50).toBeGreaterThan(20);
    expect(p50).toBeLessThan(40);
  });

  test("are never negative and have ordered quantiles", () => {
    const forecast = predictHours([0, 0, 30, 5, 0, 0, 44, 2, 0, 0, 0, 1], may);
    const { p025, p10, p50, p80, p90, p975 } = forecast;
    expect([p025, p10, p50, p80, p90, p975]).toEqual([p025, p10, p50, p80, p90, p975].sort((a, b) => a - b));
    expect(p025).toBe(0);
  });

  test("shrink in the weeks of Christmas and New Year", () => {
    const history = Array(30).fill(30);
    expect(predictHours(history, dayNumber("2026-12-21")).p50).toBeCloseTo(10.5, 6);
    expect(predictHours(history, dayNumber("2026-12-28")).p50).toBeCloseTo(18, 6);
    expect(predictHours(history, may).p50).toBeCloseTo(30, 6);
  });

  test("stay finite for nobody's hours and broken ones", () => {
    expect(predictHours([0], may)).toEqual({ p025: 0, p10: 0, p50: 0, p80: 0, p90: 0, p975: 0, mean: 0 });
    expect(Object.values(predictHours([Number.NaN, -5, 8], may)).every(Number.isFinite)).toBe(true);
    expect(() => predictHours([], may)).toThrow(RangeError);
  });
});

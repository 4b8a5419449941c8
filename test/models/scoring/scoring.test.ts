import { describe, expect, test } from "vitest";
import { scoreEffort } from "../../../src/models/scoring/score-effort.ts";
import { scoreHours } from "../../../src/models/scoring/score-hours.ts";
import { winkler } from "../../../src/models/scoring/winkler.ts";

describe("scores", () => {
  // By hand from the definition: width 4, plus 2 / 0.2 times the miss.
  test("interval score adds ten times the miss to the width of an 80 % interval", () => {
    expect(winkler(3, 2, 6, 0.2)).toBe(4);
    expect(winkler(1, 2, 6, 0.2)).toBe(14);
    expect(winkler(6.5, 2, 6, 0.2)).toBe(9);
  });

  test("effort is scored on the median, in hours, relative and in ln hours", () => {
    const band = { p025: 1, p10: 2, p90: 8, p975: 16 };
    const scores = scoreEffort([
      { ...band, p50: 4, confidence: 0.9, actual: 4, estimate: 4 },
      { ...band, p50: 4, confidence: 0.5, actual: 8, estimate: 2 },
      { ...band, p50: 4, confidence: 0.7, actual: 5, estimate: null },
      { ...band, p50: 4, confidence: 0.1, actual: 20, estimate: 10 },
    ]);
    // NumPy: mean(abs([0, 4, 1, 16])), mean([0, .5, .2, .8]), mean(abs(log([1, 2, 1.25, 5]))).
    expect(scores).toMatchObject({ n: 4, MAE: 5.25, MMRE: 0.375, Pred25: 0.5, cov80: 0.75, cov95: 0.75 });
    expect(scores.MALE).toBeCloseTo(0.6314321, 6);
    expect(scores.human_MAE).toBeCloseTo(16 / 3, 10);
    expect(scores.confidence_error_correlation).toBeCloseTo(1, 10);
    expect(scores.Pred25_surest_quarter).toBe(1);
  });

  test("hours are scored in units of the person's usual change from week to week", () => {
    const row = { p025: 0, p10: 2, p50: 5, p90: 8, p975: 10, scale: 2, naive: 6 };
    const scores = scoreHours([
      { ...row, actual: 5 },
      { ...row, actual: 11 },
    ]);
    expect(scores).toMatchObject({ n: 2, MAE: 3, naive_MAE: 3, cov80: 0.5, cov95: 0.5 });
    // (10 / 2 + (10 + 40 * 1) / 2) / 2
    expect(scores.MSIS95).toBe(15);
  });
});

import { expect, test } from "vitest";
import { studentQuantile } from "../../../src/models/statistics/student.ts";

// Expected values from R 4.4: qt(c(.5, .75, .9, .975, .999), 4).
test.each([
  [0.5, 0],
  [0.75, 0.740697],
  [0.9, 1.533206],
  [0.975, 2.776445],
  [0.999, 7.173182],
])("the quantile at %d is that of R, and mirrored below the middle", (p, expected) => {
  expect(studentQuantile(p)).toBeCloseTo(expected, 5);
  expect(studentQuantile(1 - p)).toBeCloseTo(-expected, 5);
});

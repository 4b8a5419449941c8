import { describe, expect, it } from "vitest";
import { cleanName } from "../../src/reports/facts/fact.ts";
import { addDays, formatDate, formatDecimal, formatValue } from "../../src/reports/facts/format.ts";
import { hedge, hedges } from "../../src/reports/facts/hedge.ts";

const asOf = "2026-11-16";

describe("a value in prose", () => {
  it.each([
    [0, "probability", "under 1\u00a0%"],
    [0.004, "probability", "under 1\u00a0%"],
    [0.15, "probability", "15\u00a0%"],
    [1, "probability", "over 99\u00a0%"],
    [1.104, "ratio", "110\u00a0%"],
    [1.62, "factor", "1.6"],
    [1234.4, "hours", "1,234\u00a0h"],
    [3.72, "hours", "3.7\u00a0h"],
    [-0.04, "fte", "0.0"],
    [-2.26, "fte", "−2.3"],
    [1234567, "count", "1,234,567"],
    ["2026-12-19", "date", "19\u00a0Dec"],
    ["2027-12-19", "date", "19\u00a0Dec\u00a02027"],
    ["2026-11-16T02:00:00.000Z", "instant", "16\u00a0Nov 02:00\u00a0UTC"],
  ] as const)("shows %s %s as %s", (value, unit, text) => {
    expect(formatValue(value, unit, asOf)).toBe(text);
  });

  it("leaves the year out within half a year only", () => {
    expect(formatDate(addDays(asOf, 183), asOf)).not.toMatch(/20\d\d/);
    expect(formatDate(addDays(asOf, 184), asOf)).toMatch(/2027$/);
    expect(formatDate(addDays(asOf, -184), asOf)).toMatch(/2026$/);
  });

  it("has no negative zero", () => {
    expect(formatDecimal(-0.001, 2)).toBe("0.00");
  });
});

describe("words of probability", () => {
  it("fall from certain to certainly not, without a gap", () => {
    const shares = Array.from({ length: 101 }, (_, i) => hedge(i / 100));
    expect([...new Set(shares)].reverse()).toEqual(hedges.map((step) => step.word));
  });
});

describe("a name", () => {
  it.each([
    ["Line one\r\nBcc: x", "Line one Bcc: x"],
    ["abc\u202egnp.exe", "abc gnp.exe"],
    ["   ", "(no name)"],
    ["x".repeat(1000), `${"x".repeat(79)}…`],
  ])("of %j is shown as %j", (given, shown) => {
    expect(cleanName(given)).toBe(shown);
  });
});

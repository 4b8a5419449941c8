import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { backtestHours, backtestHoursOf } from "../../src/commands/backtest/hours.ts";
import { addDays } from "../../src/models/statistics/calendar.ts";

const weeks = (count: number, hours: (week: number) => number) =>
  Array.from({ length: count }, (_, week) => ({
    person: "1",
    week_start_on: addDays("2024-01-01", 7 * week),
    hours: hours(week),
  }));

const shared = `${import.meta.dirname}/../../../shared/data/hours.csv`;

describe("backtest of hours", () => {
  test("forecasts eight weeks every four from the 27th week on, while eight more follow", () => {
    const { forecasts, csv } = backtestHoursOf(weeks(42, () => 30));
    expect(csv.split("\n")[0]).toBe(
      "person,origin_on,horizon,p025_hours,p10_hours,p50_hours,p90_hours,p975_hours,mean_hours",
    );
    expect(new Set(forecasts.map((row) => row.origin_on))).toEqual(
      new Set([26, 30, 34].map((week) => addDays("2024-01-01", 7 * week))),
    );
    expect(forecasts.slice(0, 8).map((row) => row.horizon)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(backtestHoursOf(weeks(33, () => 30)).forecasts).toEqual([]);
  });

  test("counts a week without a row as 0, and skips origins with hours in fewer than four of the last eight weeks", () => {
    const rows = weeks(34, () => 30).filter((_, week) => week < 20 || week >= 33 || week === 25);
    expect(backtestHoursOf(rows).forecasts).toEqual([]);
    const some = weeks(34, () => 30).filter((_, week) => week < 22 || week >= 33);
    const { forecasts, scores } = backtestHoursOf(some);
    expect(forecasts).toHaveLength(8);
    expect(forecasts[0]).toMatchObject({ p025_hours: 0 });
    expect(scores.n).toBe(8);
  });

  test.skipIf(!existsSync(shared))("beats the mean of eight weeks on real people, with intervals that hold", () => {
    const { scores } = backtestHours(readFileSync(shared, "utf8"));
    expect(scores.n).toBe(6352);
    expect(scores.MAE).toBeLessThan(4.88);
    expect(scores.MSIS95).toBeLessThan(6.1);
    expect(scores.cov80).toBeGreaterThan(0.76);
    expect(scores.cov80).toBeLessThan(0.84);
    expect(scores.cov95).toBeGreaterThan(0.925);
    expect(scores.cov95).toBeLessThan(0.97);
  });
});

import { expect, test } from "vitest";
import { remainingOf } from "../../../src/models/capacity/person-load.ts";
import { spreadOver, type TaskDates } from "../../../src/models/capacity/spread.ts";
import { dayNumber, weekday } from "../../../src/models/statistics/calendar.ts";

const today = dayNumber("2026-11-16");
const options = { today, firstWeek: today, weeks: 4, hoursPerDay: 8, isWorking: (day: number) => weekday(day) < 5 };
const task = (dates: Partial<TaskDates>): TaskDates => ({
  ...{ startDay: null, dueDay: null, usualEndDay: null, hours: 8 },
  ...dates,
});

test.each([
  ["start and due in different weeks", { startDay: today + 3, dueDay: today + 8 }, [0.5, 0.5, 0, 0]],
  ["due this Friday without start", { dueDay: today + 4 }, [1, 0, 0, 0]],
  ["due in two weeks without start: one week before", { dueDay: today + 11 }, [0, 1, 0, 0]],
  ["overdue: now", { dueDay: today - 3 }, [1, 0, 0, 0]],
  ["overdue for months: over all weeks ahead", { dueDay: today - 100 }, [0.25, 0.25, 0.25, 0.25]],
  ["no dates: two weeks", {}, [0.5, 0.5, 0, 0]],
  ["due before start: the due date counts", { startDay: today + 30, dueDay: today + 4 }, [1, 0, 0, 0]],
  ["due on a Saturday", { startDay: today + 5, dueDay: today + 5 }, [0.5, 0.5, 0, 0]],
] as const)("%s", (_name, dates, expected) => {
  const shares = spreadOver(task(dates), options);
  expect(shares.map((share) => Math.round(share * 1e6) / 1e6)).toEqual(expected);
});

test("a due date in the year 9999 leaves next to nothing in the weeks ahead", () => {
  const shares = spreadOver(task({ startDay: today, dueDay: dayNumber("9999-12-31") }), options);
  expect(Math.max(...shares)).toBeLessThan(0.01);
  expect(Math.min(...shares)).toBeGreaterThan(0);
});

test("work of somebody who is never there falls on the weekdays of its window", () => {
  const shares = spreadOver(task({ startDay: today + 7, dueDay: today + 11 }), { ...options, isWorking: () => false });
  expect(shares).toEqual([0, 1, 0, 0]);
});

test("what is left of a task is its forecast less what is logged", () => {
  const rest = remainingOf({ p50: 10, p90: 18, logged_hours: 4 });
  expect(rest.medianHours).toBe(6);
  // ln(14 / 6) / scipy.stats.norm.ppf(0.9) = 0.66116
  expect(rest.sigma).toBeCloseTo(0.66116, 3);
  expect(remainingOf({ p50: 8, p90: null, logged_hours: 20 }).medianHours).toBe(0.8);
});

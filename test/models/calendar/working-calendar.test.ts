import { expect, test } from "vitest";
import { currentWeek, dayOfSql, weekSql } from "../../../src/models/calendar/weeks.ts";
import { createCalendar } from "../../../src/models/calendar/working-calendar.ts";
import { dateOf, dayNumber } from "../../../src/models/statistics/calendar.ts";
import { openDatabase } from "../../../src/warehouse/database.ts";

const calendar = createCalendar({
  holidays: [
    { holiday_on: "2026-12-25", person_gid: "*" },
    { holiday_on: "2026-12-24", person_gid: "a" },
  ],
  absence: [{ person_gid: "b", start_on: "2026-12-21", end_on: "9999-12-31" }],
  people: [{ person_gid: "c", started_on: "2026-12-23", ends_on: "2026-12-31" }],
});
const days = (person: string, from: string, to: string) => calendar.workingDays(person, dayNumber(from), dayNumber(to));

test("holidays, absence and employment take days away", () => {
  expect(days("a", "2026-12-21", "2026-12-28")).toBe(3);
  expect(days("b", "2026-12-14", "2027-01-04")).toBe(5);
  expect(days("c", "2026-12-21", "2027-01-04")).toBe(6);
  expect(calendar.commonDays(dayNumber("2026-12-21"), dayNumber("2026-12-28"))).toBe(4);
  expect(calendar.daysOff("c", dayNumber("2026-12-21"), dayNumber("2026-12-28"))).toBe(1);
});

test.each(["monday", "sunday", "saturday"] as const)(
  "SQL and code cut weeks that start on %s alike",
  async (week_starts_on) => {
    const settings = { week_starts_on, time_zone: "UTC" };
    const database = await openDatabase(":memory:");
    for (const on of ["2026-11-14", "2026-11-15", "2026-11-16", "2026-12-31", "2027-01-01"]) {
      const [row] = await database.rows<{ week: string }>(`select ${weekSql(`date '${on}'`, settings)} as week`);
      expect(row!.week).toBe(dateOf(currentWeek(on, settings)));
    }
    database.close();
  },
);

test("an instant belongs to its day in the configured time zone, over the change of clocks", async () => {
  const database = await openDatabase(":memory:");
  const settings = { time_zone: "America/New_York" };
  const [row] = await database.rows(
    `select ${dayOfSql("timestamp '2026-11-01 03:30:00'", settings)} as summer, ${dayOfSql("timestamp '2026-11-02 04:30:00'", settings)} as winter`,
  );
  expect(row).toEqual({ summer: "2026-10-31", winter: "2026-11-01" });
  database.close();
});

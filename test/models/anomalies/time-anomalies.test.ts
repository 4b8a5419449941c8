import { describe, expect, test } from "vitest";
import { timeAnomaliesNode } from "../../../src/models/anomalies/time-anomalies.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import { dateOf, dayNumber, weekday } from "../../../src/models/statistics/calendar.ts";
import { createRandom } from "../../../src/models/statistics/random.ts";
import { runNode } from "../run-node.ts";

const asOf = "2026-11-16";
const today = dayNumber(asOf);

const entry = (gid: string, on: string, hours: number, more: ModelRow = {}): ModelRow => ({
  entry_gid: gid,
  task_gid: `t-${gid}`,
  person_gid: "1",
  project_gid: "10",
  entered_on: on,
  hours,
  created_at: `${on}T16:00:00Z`,
  source: "asana",
  ...more,
});

/** A person who logs two entries of about two to four hours on every working day of 200 days. */
function diligent(person = "1", seed = 1): ModelRow[] {
  const random = createRandom(seed);
  return Array.from({ length: 200 }, (_, i) => today - 200 + i)
    .filter((day) => weekday(day) < 5)
    .flatMap((day) =>
      [0, 1].map((k) =>
        entry(`${person}-${day}-${k}`, dateOf(day), Math.round(random.lognormal(1, 0.3) * 100) / 100, {
          person_gid: person,
        }),
      ),
    );
}

const answered = (id: string, decision: string): ModelRow => ({
  write_id: `note-${id}`,
  key: `settled:anomaly:${id}`,
  new_value: { decision },
  state: "done",
  at: "2026-11-15T06:00:00Z",
});

const flagsOf = async (
  entries: readonly ModelRow[],
  tasks: readonly ModelRow[] = [],
  writes: readonly ModelRow[] = [],
) => {
  const people = ["1", "2"].map((gid) => ({ person_gid: gid, name: `Person ${gid}`, weekly_capacity_hours: 40 }));
  const given = { "marts.time_entries": entries, "marts.tasks": tasks, "marts.people": people, "meta.writes": writes };
  const { "marts.time_anomalies": rows } = await runNode(timeAnomaliesNode, given, { asOf });
  return rows as unknown as {
    anomaly_id: string;
    answer: string;
    rule: string;
    on: string;
    entry_gid: string | null;
    reason: string;
    confidence: number;
    expected: number;
    value: number;
  }[];
};

describe("time anomalies", () => {
  test("say nothing about somebody who works as ever", async () => {
    expect(await flagsOf(diligent())).toEqual([]);
  });

  test("say nothing where nothing is known", async () => {
    expect(await flagsOf([])).toEqual([]);
    expect(await flagsOf([entry("a", "2026-11-13", 3)])).toEqual([]);
  });

  test("see minutes that were typed as hours", async () => {
    const flags = await flagsOf([...diligent(), entry("slip", "2026-11-10", 165)]);
    expect(flags.map((flag) => flag.rule).sort()).toEqual(["long_day", "unit_slip"]);
    expect(flags.find((flag) => flag.rule === "unit_slip")).toMatchObject({ entry_gid: "slip", expected: 2.75 });
  });

  test("see work on a Saturday of somebody who never works on one, and not of somebody who often does", async () => {
    const saturday = "2026-11-07";
    expect((await flagsOf([...diligent(), entry("sat", saturday, 3)])).map((flag) => flag.rule)).toEqual([
      "unusual_day",
    ]);
    const saturdays = Array.from({ length: 26 }, (_, i) => dateOf(dayNumber(saturday) - 7 * i));
    const often = saturdays.map((day, i) => entry(`sat${i}`, day, 3));
    expect(await flagsOf([...diligent(), ...often])).toEqual([]);
  });

  test("see the same entry twice, unless it is a habit", async () => {
    const twice = ["a", "b"].map((gid) => entry(gid, "2026-11-12", 2.5, { task_gid: "t", note: "Drafting" }));
    expect((await flagsOf([...diligent(), ...twice])).map((flag) => flag.rule)).toEqual(["duplicate"]);
    const always = diligent().flatMap((row) => [row, { ...row, entry_gid: `${row.entry_gid}-again` }]);
    expect((await flagsOf(always)).filter((flag) => flag.rule === "duplicate")).toEqual([]);
  });

  test("see a missing week of somebody who logs every day, and leave the latest days in peace", async () => {
    const gap = diligent().filter((row) => row.entered_on! < "2026-11-02" || row.entered_on! > "2026-11-06");
    expect(await flagsOf(gap)).toMatchObject([{ rule: "missing_days", on: "2026-11-02", entry_gid: null }]);
    expect(await flagsOf(diligent().filter((row) => row.entered_on! < "2026-11-12"))).toEqual([]);
  });

  test("see a task far over its estimate", async () => {
    const done = diligent().map((row) => ({ task_gid: row.task_gid!, name: "Work", estimate_hours: row.hours! }));
    const flags = await flagsOf(
      [...diligent(), entry("over", "2026-11-11", 4, { task_gid: "big" })],
      [...done, { task_gid: "big", name: "Budget plan", estimate_hours: 1 }],
    );
    expect(flags).toMatchObject([{ rule: "over_estimate", entry_gid: "over", expected: 1 }]);
    expect(flags[0]!.reason).toBe('4 hours are logged on "Budget plan", estimated at 1 hour: 300 % more.');
  });

  test("keep what people answered, and speak less of a rule that was wrong about somebody", async () => {
    const entries = [
      ...diligent(),
      ...["2026-05-02", "2026-06-06", "2026-06-20", "2026-11-07"].map((on) => entry(`sat-${on}`, on, 3)),
    ];
    const before = (await flagsOf(entries)).map(({ on, answer }) => [on, answer]);
    expect(before).toEqual([["2026-11-07", "open"]]);
    const [flag] = await flagsOf(entries);
    const confirmed = await flagsOf(entries, [], [answered(flag!.anomaly_id, "confirmed")]);
    expect(confirmed.map(({ on, answer }) => [on, answer])).toEqual([["2026-11-07", "confirmed"]]);
    const other = entry("sat-later", "2026-11-14", 3);
    expect((await flagsOf([...entries, other])).map(({ on }) => on).sort()).toEqual(["2026-11-07", "2026-11-14"]);
    const quieter = await flagsOf([...entries, other], [], [answered(flag!.anomaly_id, "confirmed")]);
    expect(quieter.map(({ on }) => on)).toEqual(["2026-11-07"]);
    const louder = await flagsOf([...entries, other], [], [answered(flag!.anomaly_id, "corrected")]);
    expect(louder.map(({ answer }) => answer).sort()).toEqual(["corrected", "open"]);
  });

  test("see a task done far faster than this person does such work, and not where that is usual", async () => {
    const tasks = (last: number) => [
      ...diligent().map((row) => ({ task_gid: row.task_gid!, estimate_hours: row.hours!, is_completed: true })),
      { task_gid: "t-quick", name: "Draw plan", estimate_hours: last, is_completed: true },
    ];
    const entries = [...diligent(), entry("quick", "2026-11-10", 2)];
    const flags = await flagsOf(entries, tasks(40));
    expect(flags).toMatchObject([{ rule: "unusual_pace", entry_gid: "quick", value: 2, expected: 40 }]);
    expect(await flagsOf(entries, tasks(2.5))).toEqual([]);
  });

  test("see hours that were changed after they had been approved", async () => {
    const flags = await flagsOf([...diligent(), entry("edited", "2026-11-10", 4, { approved_hours: 2.5 })]);
    expect(flags).toMatchObject([{ rule: "edited_after_approval", entry_gid: "edited", expected: 2.5, value: 4 }]);
    expect(flags[0]!.reason).toBe("2.5 hours had been approved; the entry says 4 hours now.");
  });

  test("name entries that cannot be", async () => {
    const flags = await flagsOf([
      ...diligent(),
      entry("zero", "2026-11-10", 0),
      entry("negative", "2026-11-10", -3),
      entry("later", "9999-12-30", 2),
    ]);
    expect(flags.map((flag) => flag.rule)).toEqual(["impossible", "impossible", "impossible"]);
  });
});

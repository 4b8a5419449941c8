import { expect, test } from "vitest";
import type { ModelNode, ModelRow } from "../../../src/models/node.ts";
import { answersFrom, record } from "../../../src/models/record/recording.ts";
import { defaultSettings } from "../run-node.ts";

const tasks = Array.from(
  { length: 5_000 },
  (_, i): ModelRow => ({
    task_gid: `t${i}`,
    name: `Näme "${i % 37}"\n`,
    hours: i / 7,
    tags: i % 3 === 0 ? ["a", "b"] : null,
    is_done: i % 2 === 0,
  }),
);
const asking: ModelNode = {
  name: "asking",
  reads: [],
  writes: ["marts.answers"],
  run: async ({ rows }) => {
    const [some, none] = [await rows<{ hours: number }>("tasks"), await rows("nothing")];
    await rows("tasks");
    return { "marts.answers": [{ hours: some.reduce((sum, row) => sum + row.hours, 0), none: none.length }] };
  },
};
const recorded = (rows: readonly ModelRow[]) =>
  record(asking, {
    rows: async <T>(sql: string) => (sql === "tasks" ? rows : []) as T[],
    ...{ asOf: "2026-11-16", seed: 1, runId: "r", settings: defaultSettings },
  });
const changedBy = async (rows: readonly ModelRow[]) => {
  const [before, after] = [(await recorded(tasks)).pieces, (await recorded(rows)).pieces];
  return [...after.keys()].filter((hash) => !before.has(hash)).length;
};

test("what a model read is answered again as it was, and what it did not ask is not", async () => {
  const { run, pieces, written } = await recorded(tasks);
  const answer = answersFrom(run.queries, (hash) => pieces.get(hash)!);
  expect(answer("tasks")).toEqual(tasks);
  expect(answer("nothing")).toEqual([]);
  expect(answer("else")).toBeUndefined();
  expect(run.queries).toHaveLength(2);
  expect(run.tables["marts.answers"]!.number_of_rows).toBe(written["marts.answers"]!.length);
});

test("pieces that did not change are the same: a row that changes, comes or goes touches its own piece", async () => {
  expect((await recorded(tasks)).pieces.size).toBeGreaterThan(40);
  expect(await changedBy(tasks)).toBe(0);
  expect(await changedBy(tasks.with(2_500, { ...tasks[2_500]!, hours: 1 }))).toBeLessThanOrEqual(2);
  expect(await changedBy([{ ...tasks[0]!, task_gid: "new" }, ...tasks])).toBeLessThanOrEqual(2);
  expect(await changedBy(tasks.slice(1))).toBeLessThanOrEqual(2);
});

test("other rows written have another hash", async () => {
  const [one, other] = [await recorded(tasks), await recorded(tasks.slice(0, -1))];
  expect(one.run.tables).not.toEqual(other.run.tables);
  expect((await recorded(tasks)).run.tables).toEqual(one.run.tables);
});

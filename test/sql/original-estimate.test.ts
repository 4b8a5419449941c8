import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const estimate = { gid: "f", name: "Estimated Hours", resource_subtype: "number" };
const story = (task_gid: string, day: string, values: object, more: object = {}) => ({
  ...{ gid: `${task_gid}-${day}`, task_gid, type: "system", resource_subtype: "number_custom_field_changed" },
  ...{ created_at: `${day} 08:00:00`, payload: { custom_field: { gid: "f" }, ...values }, ...more },
});

const cases = [
  [
    "the value before its first change",
    [
      ["2026-11-03", 4, 6],
      ["2026-11-02", 3, 4],
    ],
    3,
  ],
  [
    "the value that it was first given",
    [
      ["2026-11-02", undefined, 5],
      ["2026-11-03", 5, 6],
    ],
    5,
  ],
  ["what the first night saw where no story tells it", [], 8],
  ["what it was before it was cleared", [["2026-11-02", 2, undefined]], 2],
] as const;

it("takes the original estimate from the stories of a task, before what the first night saw", async () => {
  const tasks = cases.map((_, index) => ({
    ...{ gid: String(index), created_at: "2026-11-01 08:00:00" },
    custom_fields: [{ ...estimate, number_value: 8 }],
  }));
  const told = cases.flatMap(([, changes], index) =>
    changes.map(([day, old_number_value, new_number_value]) =>
      story(String(index), day, { old_number_value, new_number_value }),
    ),
  );
  const other = story("2", "2026-11-02", { custom_field: { gid: "another" }, new_number_value: 99 });
  const removed = story("2", "2026-11-04", { new_number_value: 77 }, { _deleted_at: "2026-11-05 02:00:00" });
  await bench.buildAll({ "source.tasks": tasks, "source.stories": [...told, other, removed] });
  const rows = await bench.rows("select original_estimate_hours, estimate_hours from marts.tasks order by task_gid");
  expect(rows).toEqual(cases.map(([, , hours]) => ({ original_estimate_hours: hours, estimate_hours: 8 })));
});

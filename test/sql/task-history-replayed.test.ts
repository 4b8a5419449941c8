import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const night = {
  ...{ seq: 1, run_id: "r1", as_of_on: "2026-11-16", started_at: "2026-11-16 02:00:00" },
  ...{ data_as_of_at: "2026-11-16 02:10:00", stages: "extract" },
};
const story = (day: number, resource_subtype: string, payload: object, task_gid = "1") => ({
  ...{ gid: `${task_gid}${day}${resource_subtype}`, task_gid, type: "system", resource_subtype, payload },
  created_at: `2026-11-${String(day).padStart(2, "0")} 09:00:00`,
});
const estimate = { gid: "f", name: "Estimated Hours", resource_subtype: "number" };

/** A task that was handed over, moved, put off, estimated anew, finished, reopened and finished again before the first night. */
const stories = [
  story(2, "added_to_project", { project: { gid: "A" } }),
  story(3, "assigned", { assignee: { gid: "p" } }),
  story(4, "due_date_changed", { new_dates: { due_on: "2026-11-20" } }),
  story(5, "number_custom_field_changed", { custom_field: { gid: "f" }, old_number_value: 4, new_number_value: 8 }),
  story(6, "section_changed", { old_section: { gid: "todo" }, new_section: { gid: "doing" } }),
  story(7, "assigned", { assignee: { gid: "q" } }),
  story(8, "added_to_project", { project: { gid: "B" } }),
  story(9, "marked_complete", {}),
  story(10, "marked_incomplete", {}),
  story(11, "due_date_changed", { old_dates: { due_on: "2026-11-20" }, new_dates: { due_on: "2026-11-27" } }),
  story(12, "removed_from_project", { project: { gid: "A" } }),
  story(13, "marked_complete", {}),
  story(14, "comment_added", {}),
];

const given = {
  "source.ledger_refreshes": [night],
  "source.sections": [
    { gid: "todo", name: "To do", project_gid: "A" },
    { gid: "doing", name: "Doing", project_gid: "A" },
  ],
  "source.tasks": [
    {
      ...{ gid: "1", created_at: "2026-11-02 08:00:00", completed: true, completed_at: "2026-11-13 09:00:00" },
      ...{ assignee_gid: "q", due_on: "2026-11-27", memberships: [{ project_gid: "B", section_gid: "doing" }] },
      custom_fields: [{ ...estimate, number_value: 8 }],
    },
    {
      gid: "2",
      created_at: "2026-11-02 08:00:00",
      completed: true,
      completed_at: "2026-11-05 09:00:00",
      due_on: "2026-11-09",
    },
    { gid: "3", created_at: "2026-11-02 08:00:00", completed: true, completed_at: "2026-11-05 09:00:00" },
  ],
  "source.ledger_listings": [{ source: "stories", listing: "3", seq: 1, state: "done", complete_seq: 1 }],
  "source.stories": stories,
};

const columns =
  "strftime(valid_from, '%d') as day, assignee_gid as who, due_on, estimate_hours::double as hours, section_name as section";

it("replays what stories tell of the time before the first night, and marks it so", async () => {
  await bench.buildAll(given);
  const rows = await bench.rows(
    `select ${columns}, array_to_string(project_gids, '') as projects, is_completed as done, source
     from marts.task_history where task_gid = '1' order by valid_from`,
  );
  const told = rows.map((row) =>
    Object.values(row as object)
      .map(String)
      .join(" "),
  );
  expect(told).toEqual([
    "02 null null 4 To do  false replayed",
    "02 null null 4 To do A false replayed",
    "03 p null 4 To do A false replayed",
    "04 p 2026-11-20 4 To do A false replayed",
    "05 p 2026-11-20 8 To do A false replayed",
    "06 p 2026-11-20 8 Doing A false replayed",
    "07 q 2026-11-20 8 Doing A false replayed",
    "08 q 2026-11-20 8 Doing AB false replayed",
    "09 q 2026-11-20 8 Doing AB true replayed",
    "10 q 2026-11-20 8 Doing AB false replayed",
    "11 q 2026-11-27 8 Doing AB false replayed",
    "12 q 2026-11-27 8 Doing B false replayed",
    "13 q 2026-11-27 8 Doing B true replayed",
    "16 q 2026-11-27 8 Doing B true observed",
  ]);
});

it("infers from creation and completion alone where no stories are read, and replays the same where they tell nothing", async () => {
  const of = (gid: string) =>
    bench.rows(
      `select strftime(valid_from, '%d') as day, is_completed as done, source from marts.task_history
       where task_gid = '${gid}' order by valid_from`,
    );
  const rows = (source: string) => [
    { day: "02", done: false, source },
    { day: "05", done: true, source },
    { day: "16", done: true, source: "observed" },
  ];
  expect(await of("2")).toEqual(rows("inferred"));
  expect(await of("3")).toEqual(rows("replayed"));
});

it("takes a change of the start date alone for none of the due date, and a section that is gone by the name its story tells", async () => {
  const told = [
    story(3, "section_changed", { old_section: { gid: "gone", name: "Ideas" }, new_section: { gid: "todo" } }, "4"),
    story(4, "start_date_changed", { new_dates: { start_on: "2026-11-05" } }, "4"),
  ];
  const task = { gid: "4", created_at: "2026-11-02 08:00:00", due_on: "2026-11-20", memberships: [] };
  const placed = { ...task, memberships: [{ project_gid: "A", section_gid: "todo" }] };
  await bench.buildAll({ ...given, "source.tasks": [placed], "source.stories": told });
  const rows = await bench.rows(
    "select strftime(valid_from, '%d') as day, due_on::varchar as due_on, section_name as section from marts.task_history order by valid_from",
  );
  expect(rows.slice(0, 2)).toEqual([
    { day: "02", due_on: "2026-11-20", section: "Ideas" },
    { day: "03", due_on: "2026-11-20", section: "To do" },
  ]);
});

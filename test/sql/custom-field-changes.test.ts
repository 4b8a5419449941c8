import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench({ asOf: "2026-11-16" });
});
afterAll(() => bench.close());

const nights = ["2026-11-14", "2026-11-15", "2026-11-16"].map((day, index) => ({
  ...{ seq: index + 1, run_id: `r${index + 1}`, as_of_on: day, started_at: `${day} 02:00:00` },
  ...{ data_as_of_at: `${day} 02:10:00`, stages: "extract" },
}));
const field = (gid: string, seq: number, name: string, more: object = {}) => ({
  ...{ gid, name, resource_subtype: "enum", _from_seq: seq, _first_seq: 1 },
  ...more,
});
const option = (gid: string, name: string, enabled = true) => ({ gid, name, enabled });

it("tells when a definition changed, which option of it, and where it was put on and taken off", async () => {
  await bench.buildAll({
    "source.ledger_refreshes": nights,
    "source.custom_fields": [
      { gid: "1", name: "Iteration" },
      { gid: "2", name: "New" },
    ],
    "source.custom_field_versions": [
      field("1", 1, "Sprint", { enum_options: [option("a", "One"), option("b", "Two"), option("c", "Three")] }),
      field("1", 2, "Iteration", {
        enum_options: [option("a", "First"), option("b", "Two", false), option("d", "Four")],
      }),
      field("1", 3, "Iteration", { enum_options: [option("a", "First"), option("b", "Two"), option("d", "Four")] }),
      field("2", 3, "New", { _first_seq: 3, resource_subtype: "number" }),
      field("3", 1, "Old"),
      field("3", 2, "Old", { _deleted_at: "2026-11-15 02:05:00" }),
    ],
    "source.custom_field_settings": [
      { gid: "s1", parent_gid: "A", custom_field_gid: "1", _first_seq: 1 },
      { gid: "s2", parent_gid: "B", custom_field_gid: "1", _first_seq: 1, _deleted_at: "2026-11-16 02:05:00" },
      { gid: "s3", parent_gid: "B", custom_field_gid: "2", _first_seq: 3 },
    ],
  });
  const rows = await bench.rows(`
    select strftime(noticed_at, '%d') as day, field_gid, change, subject_gid, value_before, value_after
    from marts.custom_field_changes order by 1, 2, 3, 4`);
  expect(rows.map((row) => Object.values(row as object).join(" "))).toEqual([
    "15 1 option added d  Four",
    "15 1 option disabled b Two Two",
    "15 1 option removed c Three ",
    "15 1 option renamed a One First",
    "15 1 renamed 1 Sprint Iteration",
    "15 3 removed 3 Old ",
    "16 1 option enabled b Two Two",
    "16 1 taken off project B B ",
    "16 2 added 2  New",
    "16 2 put on project B  B",
  ]);
});

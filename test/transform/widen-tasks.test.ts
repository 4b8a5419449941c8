import { afterAll, beforeAll, expect, it } from "vitest";
import { transform } from "../../src/transform/transform.ts";
import { openRelease } from "../../src/warehouse/release.ts";
import { type GivenHome, givenHome } from "../support/given-home.ts";

let place: GivenHome;

const refresh = (seq: number, as_of_on: string) => ({
  ...{ seq, as_of_on, run_id: `r${seq}`, time_zone: "UTC", stages: "extract,transform" },
  ...{ started_at: `${as_of_on} 02:00:00`, data_as_of_at: `${as_of_on} 02:00:00` },
});
const option = (name: string) => ({ gid: `o-${name}`, name });
const sprint = (name: string, value: string) => ({
  gid: "11",
  name,
  resource_subtype: "enum",
  enum_value: option(value),
});
const size = (name: string, value: number) => ({ gid: "12", name, resource_subtype: "number", number_value: value });
const platforms = {
  ...{ gid: "13", name: "Plattform(en) für wen?", resource_subtype: "multi_enum" },
  multi_enum_values: [option("web"), option("app")],
};
const agreed = { gid: "14", name: "日付", resource_subtype: "date", date_value: { date: "2026-11-20" } };
const checker = { gid: "15", name: "Checker", resource_subtype: "people", people_value: [{ gid: "p" }] };
const lateSprint = { gid: "10", name: "sprint!", resource_subtype: "text", text_value: "another" };
const task = (gid: string, custom_fields: object[], more: object = {}) => ({
  ...{ gid, name: gid, created_at: "2026-11-01 08:00:00", custom_fields, _first_seq: 1 },
  ...more,
});

/** The field Sprint is renamed to Iteration on the second night, when another one takes its name. */
beforeAll(async () => {
  place = await givenHome({
    "ledger.refreshes": [refresh(1, "2026-11-15"), refresh(2, "2026-11-16")],
    users: [{ gid: "p", name: "Imke Sand" }],
    custom_fields: [{ gid: "11", name: "Iteration", resource_subtype: "enum" }],
    tasks: [
      task("1", [sprint("Sprint", "one"), size("Name", 3)], { _to_seq: 2 }),
      task("1", [sprint("Iteration", "two"), size("Name", 5), platforms, lateSprint], { _from_seq: 2 }),
      task("2", [agreed, checker]),
    ],
  });
});
afterAll(() => place.remove());

async function wideAsOf(seq: number, asOf: string, sql: string) {
  await transform(place.context({ seq, asOf }), { storePath: place.storePath, modelNodes: [] });
  const db = await openRelease(place.home);
  try {
    return await db.rows(sql);
  } finally {
    db.close();
  }
}

it("has a typed column per custom field, which a rename keeps and a namesake does not take", async () => {
  const before = await wideAsOf(1, "2026-11-15", "select field_sprint, field_name from marts.tasks_wide");
  expect(before).toEqual([
    { field_sprint: "one", field_name: 3 },
    { field_sprint: null, field_name: null },
  ]);
  const after = await wideAsOf(2, "2026-11-16", "select task_gid, columns('^field_') from marts.tasks_wide");
  expect(after).toEqual([
    {
      ...{ task_gid: "1", field_14: null, field_checker: null, field_name: 5 },
      ...{ field_plattform_en_fur_wen: ["web", "app"], field_sprint: "two", field_sprint_10: "another" },
    },
    {
      ...{ task_gid: "2", field_14: "2026-11-20", field_checker: ["Imke Sand"], field_name: null },
      ...{ field_plattform_en_fur_wen: null, field_sprint: null, field_sprint_10: null },
    },
  ]);
});

it("says of each column which field it is, by today's name", async () => {
  const said = await wideAsOf(
    2,
    "2026-11-16",
    `select about, comment from meta.columns inner join duckdb_columns() as found using (column_name)
     where column_name = 'field_sprint' and found.table_name = 'tasks_wide'`,
  );
  const about = "Custom field Iteration (gid 11); the column keeps the first name that the field was seen under";
  expect(said).toEqual([{ about, comment: about }]);
});

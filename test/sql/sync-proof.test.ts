import { afterAll, beforeAll, expect, it } from "vitest";
import { type ModelBench, openBench } from "../support/run-model.ts";

let bench: ModelBench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const task = (gid: string, more: object) => ({
  gid,
  memberships: [{ project_gid: "A" }],
  actual_time_minutes: 0,
  num_subtasks: 0,
  ...more,
});
const proof = () =>
  bench.rows(`select project_gid, measure, asana_says, warehouse_says, difference, is_explained
    from meta.sync_proof order by project_gid, measure`);

const given = {
  "source.tasks": [
    task("1", { actual_time_minutes: 60, num_subtasks: 1 }),
    task("2", { parent_gid: "1", memberships: [] }),
    task("3", { actual_time_minutes: 30, memberships: [] }),
  ],
  "source.time_entries": [{ gid: "e", task_gid: "1", duration_minutes: 60 }],
};

it("sets what Asana sums up beside what is held, by project, and flags what nothing explains", async () => {
  await bench.buildAll(given);
  const agrees = { difference: 0, is_explained: true };
  expect(await proof()).toEqual([
    { project_gid: "A", measure: "minutes", asana_says: 60, warehouse_says: 60, ...agrees },
    { project_gid: "A", measure: "subtasks", asana_says: 1, warehouse_says: 1, ...agrees },
    {
      project_gid: "none",
      measure: "minutes",
      asana_says: 30,
      warehouse_says: 0,
      difference: -30,
      is_explained: false,
    },
    { project_gid: "none", measure: "subtasks", asana_says: 0, warehouse_says: 0, ...agrees },
  ]);
});

it("takes a task that was asked since it changed, and showed no more, for an explanation", async () => {
  const asked = { source: "task_time_entries", listing: "3", seq: 1, state: "done", complete_seq: 1 };
  await bench.buildAll({ ...given, "source.ledger_listings": [asked] });
  expect(await bench.rows("select project_gid from meta.sync_proof where not is_explained")).toEqual([]);
});

it("takes minutes for explained where neither list of time may be read", async () => {
  const absent = (source: string) => ({ seq: 1, source, state: "refused" });
  await bench.buildAll({ ...given, "source.ledger_sources": [absent("time_entries"), absent("task_time_entries")] });
  expect(await bench.rows("select project_gid from meta.sync_proof where not is_explained")).toEqual([]);
});

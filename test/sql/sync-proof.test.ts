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

/** A task read in night 1, and not since: Asana says 60. */
const readOnce = { "source.tasks": [task("1", { actual_time_minutes: 60, created_at: "2026-10-01 08:00:00" })] };
const entry = (gid: string, duration_minutes: number, seq: number, more: object = {}) => ({
  ...{ gid, task_gid: "1", duration_minutes, _first_seq: seq },
  ...more,
});
const explanationOf = async (more: Parameters<ModelBench["buildAll"]>[0]) => {
  await bench.buildAll({ ...readOnce, ...more });
  const [row] = await bench.rows<{ explanation: string | null }>(
    "select explanation from meta.sync_proof where project_gid = 'A' and measure = 'minutes'",
  );
  return row!.explanation;
};

it("takes later entries for an explanation only where the task agreed when it was last read", async () => {
  const later = "1 agreed when they were last read and have later entries";
  expect(await explanationOf({ "source.time_entries": [entry("a", 60, 1), entry("b", 30, 2)] })).toBe(later);
  expect(await explanationOf({ "source.time_entries": [entry("a", 45, 1), entry("b", 30, 2)] })).toBe(null);
  const changed = [entry("a", 60, 1, { _from_seq: 1, _to_seq: 2 }), entry("a", 75, 1, { _from_seq: 2 })];
  expect(
    await explanationOf({ "source.time_entries": [entry("a", 75, 1)], "source.time_entry_versions": changed }),
  ).toBe(later);
});

it("hides no difference behind later entries where the task was read since", async () => {
  const read = { source: "tasks", listing: "A", seq: 3, state: "done", complete_seq: 3 };
  const entries = [entry("a", 60, 1), entry("b", 30, 2)];
  expect(await explanationOf({ "source.time_entries": entries, "source.ledger_listings": [read] })).toBe(null);
});

it("lets tasks from before the first day read wait for their turn", async () => {
  const window = { source: "time_entries", listing: "2026-11-02", seq: 1, state: "done", complete_seq: 1 };
  const given = { "source.time_entries": [entry("a", 45, 1)], "source.ledger_listings": [window] };
  expect(await explanationOf(given)).toBe("1 are older than the first day read and wait for their turn to be asked");
});

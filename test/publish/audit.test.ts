import { afterAll, beforeAll, expect, it } from "vitest";
import { applyPlan } from "../../src/publish/apply.ts";
import { audit } from "../../src/publish/audit.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { asOf, type Bench, openBench } from "./support/bench.ts";

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
  await bench.night("run-1");
  const { asana, store } = bench;
  const undo = await planUndo(bench.context("undo-1"), "run-1", { asana, store });
  await applyPlan(bench.context("undo-1"), undo, { asana, store });
  const [project] = bench.projects;
  for (const [id, hindcast] of [
    ["f1", false],
    ["f2", true],
  ])
    await store.database.run(
      `insert into ledger.forecasts (forecast_id, seq, run_id, kind, subject_type, subject_gid, made_on, unit, p50, inputs_hash, hindcast)
      values ($1, 1, 'release-1', 'project_completion', 'project', $2, '${asOf}', 'days', 40, 'abc', $3)`,
      [id!, project!, hindcast!],
    );
  await store.database.run("update ledger.writes set approved_by_gid = '9' where key = 'members:retro_insights'");
});
afterAll(() => bench.close());

const kinds = async (filter: Parameters<typeof audit>[1]) =>
  Object.fromEntries(
    [...Map.groupBy(await audit(bench.store.database, filter), ({ kind }) => kind)].map(([kind, rows]) => [
      kind,
      rows.length,
    ]),
  );

it("lists forecasts, writes, approvals and undos, each once, replayed forecasts left out", async () => {
  const all = await kinds({});
  expect(all).toMatchObject({ forecast: 1, approval: 1 });
  expect(all.undo).toBeGreaterThan(10);
  expect(all.write).toBeGreaterThan(all.undo!);
});

it("filters by kind, run, subject and day", async () => {
  expect(Object.keys(await kinds({ kind: "undo" }))).toEqual(["undo"]);
  expect(await kinds({ run: "run-2" })).toEqual({});
  expect(await kinds({ since: "2026-11-17" })).toEqual({});
  expect(await kinds({ since: asOf, until: asOf, kind: "forecast" })).toEqual({ forecast: 1 });
  expect(await audit(bench.store.database, { limit: 3 })).toHaveLength(3);
});

it("shows what stood behind a write: values before and after, the reason, and the hash of the forecast's inputs", async () => {
  const rows = await audit(bench.store.database, { subject: bench.projects[0]!, kind: "write", run: "run-1" });
  expect(rows.find(({ subject_type }) => subject_type === "project_values")).toMatchObject({
    what: `change project:${bench.projects[0]}`,
    why: "Simulated from 26 weeks of history; due 2027-01-15.",
    after: expect.stringContaining('"project_chance":90'),
    result: "undone: taken back by run undo-1",
    inputs_hash: "abc",
    forecasts: "project_completion",
    release_run_id: "release-1",
  });
});

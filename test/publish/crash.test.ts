import { spawn } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { applyPlan } from "../../src/publish/apply.ts";
import { planPublish } from "../../src/publish/plan.ts";
import { openStore } from "../../src/warehouse/store.ts";
import { asOf, type Bench, openBench } from "./support/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** One night in a process of its own, killed by SIGKILL once the server has acted on the given write, before it answers. */
async function killedNight(runId: string, killAt: number): Promise<string | null> {
  const script = path.join(import.meta.dirname, "support", "night-child.ts");
  const release = path.join(bench.home, "release.duckdb");
  const url = `${bench.proxy.url}/api/1.0`;
  const child = spawn(process.execPath, [script, bench.home, release, url, bench.demo.token, runId, asOf, "insight"]);
  let writes = 0;
  bench.proxy.afterWrite(() => {
    writes += 1;
    if (writes !== killAt) return false;
    child.kill("SIGKILL");
    return true;
  });
  child.stderr.on("data", (chunk: Buffer) => process.stderr.write(chunk));
  const signal = await new Promise<string | null>((resolve) => child.on("close", (_code, name) => resolve(name)));
  bench.proxy.afterWrite(undefined);
  return signal;
}

it("loses no write and doubles none when the process is killed right after the server acted", {
  timeout: 120_000,
}, async () => {
  await bench.release.run(
    `attach '${path.join(bench.home, "release.duckdb")}' as kept; copy from database memory to kept; detach kept`,
  );
  await bench.closeStore();
  // Each night gets a little further: a project, a field, a task, an attachment, values.
  for (const [i, killAt] of [1, 3, 7, 8, 6].entries()) {
    expect(await killedNight(`killed-${i}`, killAt)).toBe("SIGKILL");
  }
  const store = await openStore(bench.home, { baseUrl: `${bench.proxy.url}/api/1.0`, clock: () => new Date() });
  const inputs = { release: bench.release, asana: bench.asana, store };
  const whole = await planPublish(bench.context("whole"), inputs);
  expect(await applyPlan(bench.context("whole"), whole, inputs)).toMatchObject({ not_written: [] });
  expect((await planPublish(bench.context("again"), inputs)).requests).toBe(0);

  const { world } = bench.demo;
  const names = [...world.fields.values()]
    .filter((field) => /plimsoll:/.test(field.description))
    .map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect([...world.projects.values()].filter(({ name }) => name === "Retro Insights")).toHaveLength(1);
  const tasks = [...world.tasks.values()].filter(({ notes }) => /plimsoll:retro:/.test(notes));
  expect(tasks.map(({ name }) => name).sort()).toEqual([...new Set(tasks.map(({ name }) => name))].sort());
  expect(tasks).toHaveLength(4);

  const ledger = await store.database.rows<{ gid: string }>(
    "select object_gid as gid from ledger.managed_objects where object_type = 'task' order by gid",
  );
  expect(ledger.map(({ gid }) => gid)).toEqual(tasks.map(({ gid }) => gid).sort());
  expect(await store.database.rows("from ledger.writes where state in ('intended', 'unknown')")).toEqual([]);
  await store.close();
});

import { spawn } from "node:child_process";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyPlan } from "../../src/publish/apply.ts";
import { planPublish } from "../../src/publish/plan.ts";
import { openStore, type Store } from "../../src/warehouse/store.ts";
import { asOf, type Bench, openBench } from "./support/bench.ts";

/** Short samples for every day; `npm run soak` sets larger numbers. */
const rounds = Array.from({ length: Number(process.env.PLIMSOLL_SOAK_ROUNDS ?? 1) }, (_, i) => i);

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** A small generator (Lehmer, 1951), so that a failure can be repeated by its seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** One night in a process of its own, killed by SIGKILL once the server has acted on the given write, before it answers. */
async function killedNight(runId: string, killAt: number): Promise<string | null> {
  const script = path.join(import.meta.dirname, "support", "night-child.ts");
  const release = path.join(bench.home, "release.duckdb");
  const url = `${bench.proxy.url}/api/1.0`;
  const words = [script, bench.home, release, url, bench.demo.token, runId, asOf, "insight"];
  const cache = path.join(import.meta.dirname, "..", "..", "node_modules", ".cache", "node-compile");
  const child = spawn(process.execPath, words, { env: { ...process.env, NODE_COMPILE_CACHE: cache } });
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

/** Everything that Plimsoll made is there once, the ledger knows just that, and nothing is left to do. */
async function expectWhole(store: Store): Promise<void> {
  const inputs = { release: bench.release, asana: bench.asana, store };
  expect((await planPublish(bench.context("again"), inputs)).requests).toBe(0);
  const { world } = bench.demo;
  const fields = [...world.fields.values()].filter((field) => /plimsoll:/.test(field.description));
  const tasks = [...world.tasks.values()].filter(({ notes }) => /plimsoll:retro:/.test(notes));
  const names = [...fields, ...tasks].map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
  expect([...world.projects.values()].filter(({ name }) => name === "Retro Insights")).toHaveLength(1);
  expect(tasks).toHaveLength(4);
  const ledger = await store.database.rows<{ gid: string }>(
    "select object_gid as gid from ledger.managed_objects where key like 'retro:%' order by gid",
  );
  expect(ledger.map(({ gid }) => gid)).toEqual(tasks.map(({ gid }) => gid).sort());
  expect(await store.database.rows("from ledger.writes where state in ('intended', 'unknown')")).toEqual([]);
}

describe("a night that is cut short", () => {
  it.each(rounds)(
    "loses no write and doubles none when its process is killed right after the server acted (round %i)",
    async (round) => {
      const file = path.join(bench.home, "release.duckdb");
      await bench.release.run(`attach '${file}' as kept; copy from database memory to kept; detach kept`);
      await bench.closeStore();
      const random = generator(round + 11);
      // Each night gets a little further: a project, a field, a task, an attachment, values.
      const moments = round === 0 ? [1, 3, 7, 8, 6] : Array.from({ length: 5 }, () => 1 + random(6));
      for (const [i, killAt] of moments.entries()) expect(await killedNight(`killed-${i}`, killAt)).toBe("SIGKILL");
      const store = await openStore(bench.home, { baseUrl: `${bench.proxy.url}/api/1.0`, clock: () => new Date() });
      const inputs = { release: bench.release, asana: bench.asana, store };
      const whole = await planPublish(bench.context("whole"), inputs);
      expect(await applyPlan(bench.context("whole"), whole, inputs)).toMatchObject({ not_written: [] });
      await expectWhole(store);
      await store.close();
    },
  );

  it.each(rounds)(
    "loses no write and doubles none when answers are lost after the server acted (round %i)",
    async (round) => {
      const random = generator(1_009 + round);
      let left = 5;
      bench.proxy.afterWrite(() => left > 0 && random(3) === 0 && left-- > 0);
      const { applied } = await bench.night("cut");
      bench.proxy.afterWrite(undefined);
      expect([left, applied.adopted > 0]).toEqual([0, true]);
      // What cannot be looked for, such as members let in, is written again by the next run without harm.
      expect((await bench.night("next")).applied.not_written).toEqual([]);
      await expectWhole(bench.store);
    },
  );
});

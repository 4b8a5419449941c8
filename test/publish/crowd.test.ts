import { setImmediate } from "node:timers/promises";
import { afterEach, expect, it } from "vitest";
import { applyPlan } from "../../src/publish/apply.ts";
import { type Bench, openBench } from "./support/bench.ts";
import { countViolations } from "./support/contract.ts";

let bench: Bench;
afterEach(() => bench.close());

/** A write of another program; colors are nothing that Plimsoll looks at. */
async function write(project: string): Promise<void> {
  const answer = await fetch(`${bench.demo.url}/api/1.0/projects/${project}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${bench.demo.token}`, "content-type": "application/json" },
    body: JSON.stringify({ data: { color: "dark-red" } }),
  });
  await answer.arrayBuffer();
}

it("writes all of a plan, and nothing twice, while other programs use up Asana's 15 writes at a time", async () => {
  bench = await openBench({ limitsInFlight: true, latency: 50 });
  const plan = await bench.plan("run-1");
  const served = () => bench.demo.requests().byOperation.updateProject ?? 0;
  const others: Promise<void>[] = [];
  let writes = 0;
  bench.proxy.beforeWrite(async (method) => {
    writes += method === "POST" ? 1 : 0;
    if (method !== "POST" || ![1, 8].includes(writes)) return;
    const before = served();
    others.push(...Array.from({ length: 60 }, () => write(bench.projects[0]!)));
    while (served() < before + 5) await setImmediate();
  });
  const applied = await applyPlan(bench.context("run-1"), plan, bench);
  bench.proxy.beforeWrite(undefined);
  await Promise.all(others);
  const refused = bench.proxy.exchanges.filter(({ status }) => status === 429).map(({ method }) => method);
  expect(refused).toContain("POST");
  expect([applied.not_written, applied.written]).toEqual([[], plan.requests]);
  const markers = [...bench.demo.world.tasks.values()].flatMap(({ notes }) => /plimsoll:(\S+)$/.exec(notes)?.[1] ?? []);
  expect([markers.length, new Set(markers).size]).toEqual([4, 4]);
  expect((await bench.plan("run-2")).requests).toBe(0);
  expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
});

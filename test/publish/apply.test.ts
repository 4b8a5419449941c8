import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Bench, openBench } from "./support/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const named = (name: string) => [...bench.demo.world.fields.values()].filter((field) => field.name === name);
const retro = () => [...bench.demo.world.projects.values()].filter(({ name }) => name === "Retro Insights");

describe("applying a plan", () => {
  it("writes what was planned, and nothing the second time", async () => {
    const first = await bench.night("run-1");
    expect(first.applied).toMatchObject({ not_written: [], exit_code: 0, written: first.plan.requests });
    expect(bench.writes()).toBe(first.plan.requests);
    expect(named("Forecast Risk")).toHaveLength(1);
    expect(retro()).toHaveLength(1);
    const second = await bench.night("run-2");
    expect(second.plan.requests).toBe(0);
    expect(second.applied.written).toBe(0);
    expect(bench.writes()).toBe(first.plan.requests);
  });
});

import { afterEach, beforeEach, expect, it } from "vitest";
import { applyPlan } from "../../src/publish/apply.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { type Bench, openBench } from "./support/bench.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

/** Steps of one interleaving; many more of them make a soak. */
const steps = Number(process.env.PLIMSOLL_SOAK_STEPS ?? 24);

/** A small generator (Lehmer, 1951), so that a failure can be repeated by its seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

it("never loses a value of a person over nights, edits and undos in any order", { timeout: 3_600_000 }, async () => {
  const { demo, asana, store, projects } = bench;
  const random = generator(7);
  const typed = new Map<string, number>();
  const nights: string[] = [];
  const chance = () => [...demo.world.fields.values()].find(({ name }) => name === "On-Time Chance");

  const night = async (id: string) => {
    const { applied } = await bench.night(id);
    expect(applied.not_written).toEqual([]);
    nights.push(id);
  };
  const edit = async () => {
    const gid = projects[random(projects.length)]!;
    const value = 1 + random(99);
    await asana.put(`/projects/${gid}`, { custom_fields: { [chance()!.gid]: value } });
    typed.set(gid, value);
  };
  const undo = async (id: string) => {
    const run = nights.splice(random(nights.length), 1)[0]!;
    try {
      const plan = await planUndo(bench.context(id), run, { asana, store });
      await applyPlan(bench.context(id), plan, { asana, store });
    } catch (error) {
      expect(String(error)).toContain("wrote nothing");
    }
  };
  const forecast = () =>
    bench.release.run(`update marts.project_forecasts set on_time_probability = ${(5 + random(90)) / 100}`);

  await night("night-0");
  for (let i = 1; i <= steps; i++) {
    const isAttached = projects.every((gid) =>
      demo.world.projects.get(gid)!.settings.some(({ field }) => field === chance()),
    );
    const choice = random(4);
    if (choice === 0 && isAttached) await edit();
    else if (choice === 1 && nights.length > 0) await undo(`undo-${i}`);
    else {
      await forecast();
      await night(`night-${i}`);
    }
    for (const [gid, value] of typed) {
      const project = (await asana.get(`/projects/${gid}`, { opt_fields: "custom_fields.number_value" })) as {
        custom_fields: { gid: string; number_value?: number | null }[];
      };
      const present = project.custom_fields.find((field) => field.gid === chance()!.gid)?.number_value;
      expect([i, gid, present]).toEqual([i, gid, value]);
    }
  }
  expect(typed.size).toBeGreaterThan(0);
});

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addField } from "../../src/demo/company/fields.ts";
import type { CustomField } from "../../src/demo/world/types.ts";
import { applyPlan } from "../../src/publish/apply.ts";
import { insert } from "../models/support/marts.ts";
import { asOf, type Bench, openBench } from "./support/bench.ts";
import { fillForecasts } from "./support/forecasts.ts";

const settings = ["publish.phase=prediction"];
let bench: Bench;
/** Refusals of the server by operation, while a test wants them. */
const refuse: Record<string, number> = {};
let nights = 0;
let busy = "";

beforeAll(async () => {
  bench = await openBench({ refuse, limitsInFlight: true });
  busy = (await fillForecasts(bench)).busy;
  expect((await bench.night("first", settings)).applied.exit_code).toBe(0);
});
afterAll(() => bench.close());

const fieldNamed = (name: string): CustomField =>
  [...bench.demo.world.fields.values()].find((field) => field.name === name)!;

/** Every value moves, so that there is something to write everywhere. */
let moves = 0;
async function move(): Promise<void> {
  moves += 1;
  const [share, risk] = [0.1 + 0.2 * (moves % 4), moves % 2 === 0 ? "low" : "high"];
  await bench.release.run(`update marts.project_forecasts set on_time_probability = ${share}, risk = '${risk}',
    completes_on_p50 = completes_on_p50 + interval 4 day`);
  await bench.release.run(`update marts.retro_insights set finding = 'Finding ${moves}'`);
  await bench.release.run(`update marts.task_forecasts set hours_p50 = ${10 + 10 * (moves % 4)}`);
}

/** A night in which something happens between plan and apply; gives the lines of the result, and what was written. */
async function nightWith(happens: () => unknown, set: readonly string[] = settings) {
  await move();
  const id = `night-${nights++}`;
  const plan = await bench.plan(id, set);
  await happens();
  const applied = await applyPlan(bench.context(id, set), plan, bench);
  return { ...applied, lines: applied.not_written.map(({ reason }) => reason) };
}

/** The next night, with other values to write, and nothing in its way. */
async function expectHealed(set: readonly string[] = settings): Promise<void> {
  await move();
  const { applied } = await bench.night(`healed-${nights++}`, set);
  expect(applied).toMatchObject({ not_written: [], exit_code: 0 });
  expect(applied.written).toBeGreaterThan(0);
}

describe("a night in which something is not as it was planned: a line, the rest is written, exit code 2, and the next night heals", () => {
  it("a task or a project that was deleted", async () => {
    const task = [...bench.demo.world.tasks.values()].find(({ values }) =>
      [...values.keys()].some(({ name }) => name === "AI-Adjusted Estimate"),
    )!;
    const doomed = bench.projects[2]!;
    const done = await nightWith(async () => {
      await bench.person.delete(`/tasks/${task.gid}`);
      await bench.person.delete(`/projects/${doomed}`);
    });
    expect(done.lines).toEqual([
      "the object is gone, or out of this token's sight; the next night plans again",
      "the object is gone, or out of this token's sight; the next night plans again",
    ]);
    expect([done.exit_code, done.written > 0]).toEqual([2, true]);
    await expectHealed();
  });

  it("a field that became read-only", async () => {
    const chance = fieldNamed("On-Time Chance");
    const done = await nightWith(() => Object.assign(chance, { representation: "formula" }));
    expect([done.exit_code, done.lines.length]).toEqual([2, 2]);
    expect(done.lines[0]).toMatch(/^400: .*read-only/);
    // Planned anew, it is one line for the field, and the other fields are written.
    const next = await nightWith(() => {});
    expect([next.exit_code, next.written > 0, next.lines]).toEqual([
      2,
      true,
      ["the field is read-only for this token; ask its owner for editing rights"],
    ]);
    expect((await nightWith(() => {})).exit_code).toBe(0);
    Object.assign(chance, { representation: "number" });
    await expectHealed();
  });

  it("an option that was disabled", async () => {
    const options = fieldNamed("Forecast Risk").options;
    const enable = (isEnabled: boolean) => {
      for (const option of options) option.isEnabled = isEnabled;
    };
    const done = await nightWith(() => enable(false));
    expect([done.exit_code, done.lines.every((line) => /^400: .*Invalid value/.test(line)), done.lines.length]).toEqual(
      [2, true, 2],
    );
    await move();
    const next = await nightWith(() => {});
    expect([next.exit_code, next.lines[0]]).toEqual([
      2,
      expect.stringMatching(/^the option "(low|high)" was disabled; enable it again to have it used$/),
    ]);
    expect(next.written).toBeGreaterThan(0);
    enable(true);
    await expectHealed();
  });

  it("a field that was deleted, and another of its name but not of its type", async () => {
    const chance = fieldNamed("On-Time Chance");
    const { world } = bench.demo;
    const done = await nightWith(() => {
      for (const project of world.projects.values())
        project.settings = project.settings.filter(({ field }) => field !== chance);
      world.fields.delete(chance.gid);
    });
    expect([done.exit_code, done.lines.length]).toEqual([2, 2]);
    const namesake = addField(world, { name: "On-Time Chance", type: "text" });
    const next = await nightWith(() => {});
    expect([next.exit_code, next.written > 0]).toEqual([2, true]);
    expect(next.lines).toEqual([expect.stringContaining("a field of this name exists and Plimsoll did not make it")]);
    world.fields.delete(namesake.gid);
    await expectHealed();
    expect(fieldNamed("On-Time Chance").gid).not.toBe(chance.gid);
  });

  it("a manager who is gone", async () => {
    const { world } = bench.demo;
    const gone = world.people.get(busy)!;
    await bench.release.run(`update marts.capacity_weekly set person_gid = (select max(person_gid) from marts.people)`);
    const done = await nightWith(() => world.people.delete(busy));
    expect([done.exit_code, done.written > 0]).toEqual([2, true]);
    expect(done.lines).toEqual([expect.stringMatching(/^400: assignee: Not a user in Organization/)]);
    await bench.release.run(`update marts.people set is_active = false where person_gid = '${busy}'`);
    await expectHealed();
    world.people.set(busy, gone);
    await bench.release.run("update marts.people set is_active = true");
  });

  it("a project for alerts that was archived", async () => {
    const { world } = bench.demo;
    const [own] = [...world.projects.values()].filter(({ name }) => name === "Capacity Planning");
    const set = [...settings, `publish.projects.capacity_planning="${own!.gid}"`];
    own!.isArchived = true;
    const done = await nightWith(() => {}, set);
    expect([done.exit_code, done.written > 0, done.lines]).toEqual([
      2,
      true,
      [expect.stringMatching(/archived; nothing is written into it/)],
    ]);
    own!.isArchived = false;
    await expectHealed(set);
  });

  it("writes that other programs leave no room for", async () => {
    refuse.updateProject = 429;
    const done = await nightWith(() => {});
    delete refuse.updateProject;
    expect([done.exit_code, done.written > 0, done.lines.length]).toEqual([2, true, 2]);
    expect(done.lines[0]).toMatch(/^429: /);
    await expectHealed();
  });

  it("texts that are too long, or hostile: cut, and their marker stays", async () => {
    const hostile = `</body>&<b>"'\u202e\u0000${"long ".repeat(30_000)}`;
    await insert(bench.release, "marts.recommendations", [
      {
        recommendation_id: "split-1",
        kind: "split",
        responsible_gid: null,
        reason: hostile,
        state: "proposed",
        as_of_on: asOf,
        effect_before: {},
        effect_after: { changes: [] },
      },
    ]);
    await bench.release.run("delete from marts.recommendations where kind = 'reassign'");
    const { applied } = await bench.night("long", ["publish.phase=optimization"]);
    expect(applied).toMatchObject({ not_written: [], exit_code: 0 });
    const [review] = [...bench.demo.world.tasks.values()].filter(({ notes }) =>
      notes.endsWith("plimsoll:review:split-1"),
    );
    expect([review!.name.length <= 250, review!.notes.length <= 20_100, review!.notes.includes("\u202e")]).toEqual([
      true,
      true,
      false,
    ]);
    expect((await bench.plan("again", ["publish.phase=optimization"])).requests).toBe(0);
  });
});

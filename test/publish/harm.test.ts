import { afterEach, describe, expect, it } from "vitest";
import { AsanaError } from "../../src/asana/errors.ts";
import { addField } from "../../src/demo/company/fields.ts";
import { applyPlan } from "../../src/publish/apply.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { insert } from "../models/support/marts.ts";
import { type Bench, openBench } from "./support/bench.ts";
import { fillForecasts } from "./support/forecasts.ts";
import { commentsOn, fieldNamed, marked } from "./support/world.ts";

let bench: Bench;
afterEach(() => bench.close());

const prediction = ["publish.phase=prediction"];
const overload = (chance: number) =>
  bench.release.run(`update marts.capacity_weekly set overload_probability = ${chance}
    where week_start_on = (select min(week_start_on) + interval 14 day from marts.capacity_weekly)`);
const chanceOnTime = (share: number | null) =>
  bench.release.run(`update marts.project_forecasts set on_time_probability = ${share}`);

describe("an alert whose text a person edited", () => {
  it("closes, comes back with memory, and is acknowledged again, and keeps that text all along", async () => {
    bench = await openBench();
    await fillForecasts(bench);
    await bench.night("run-1", prediction);
    const [alert] = marked(bench, /plimsoll:alert:overload:/);
    await bench.person.put(`/tasks/${alert!.gid}`, { notes: "Ada knows, and talks to the client on Friday." });
    const asTyped = alert!.notes;
    const night = async (on: string, chance: number) => {
      await bench.release.run(`update meta.refreshes set as_of_on = '${on}'`);
      await overload(chance);
      await bench.night(`night-${on}`, prediction);
      expect([on, alert!.notes]).toEqual([on, asTyped]);
      expect((await bench.plan(`after-${on}`, prediction)).requests).toBe(0);
      return alert!.completedAt !== null;
    };
    expect(await night("2026-11-17", 0.2)).toBe(true);
    expect(commentsOn(alert!).at(-1)).toContain("Recovered: as of 2026-11-17");
    expect(await night("2026-11-18", 0.9)).toBe(false);
    expect(commentsOn(alert!).at(-1)).toContain("an earlier alert recovered on 2026-11-17");
    await bench.person.put(`/tasks/${alert!.gid}`, { completed: true });
    expect(await night("2026-11-19", 0.9)).toBe(true);
    expect(await night("2026-11-20", 0.2)).toBe(true);
    expect(await night("2026-11-21", 0.9)).toBe(false);
  });
});

describe("comments", () => {
  it("reach one person so many times a day, over all runs, also when they were taken back", async () => {
    bench = await openBench();
    const { task, busy, free } = await fillForecasts(bench);
    await insert(bench.release, "marts.time_entries", [
      {
        entry_gid: "1",
        task_gid: task.gid,
        project_gid: bench.projects[0]!,
        person_gid: free,
        entered_on: "2026-10-28",
        hours: 14,
      },
    ]);
    await insert(bench.release, "marts.time_anomalies", [
      {
        anomaly_id: "long-1",
        entry_gid: "1",
        person_gid: free,
        on: "2026-10-28",
        rule: "long_day",
        reason: "14 h in one day",
        confidence: 0.9,
        answer: "open",
      },
    ]);
    const most = (n: number) => [
      ...prediction,
      "publish.alerts.channels.overload=comment",
      "publish.anomalies.comment=true",
      `publish.comments_per_person=${n}`,
    ];
    const waits = async (run: string, n: number) => {
      const { plan, applied } = await bench.night(run, most(n));
      expect(applied).toMatchObject({ not_written: [], exit_code: 0 });
      return plan.conflicts.filter(({ key }) => key === "comments:budget").map(({ label }) => label);
    };
    expect([await waits("none", 0), commentsOn(task).length]).toEqual([["2 comments"], 0]);
    expect([await waits("one", 1), commentsOn(task).length]).toEqual([["1 comments"], 1]);
    expect([await waits("again", 1), commentsOn(task).length]).toEqual([["1 comments"], 1]);
    const undo = await planUndo(bench.context("undo", most(1)), "one", bench);
    await applyPlan(bench.context("undo", most(1)), undo, bench);
    expect([await waits("after-undo", 1), commentsOn(task).length]).toEqual([["2 comments"], 0]);
    expect([await waits("more", 3), commentsOn(task).length]).toEqual([[], 2]);
    expect(bench.demo.world.people.has(busy)).toBe(true);
  });
});

describe("what Plimsoll wrote", () => {
  it("stays Plimsoll's where a crash came between filling a handed-back field and keeping the result", async () => {
    bench = await openBench();
    await bench.night("run-1", prediction);
    const chance = fieldNamed(bench, "On-Time Chance");
    const project = bench.demo.world.projects.get(bench.projects[0]!)!;
    const [owner] = await bench.release.rows<{ gid: string }>("select min(person_gid) as gid from marts.people");
    project.owner = bench.demo.world.people.get(owner!.gid)!;
    await bench.person.put(`/projects/${project.gid}`, { custom_fields: { [chance.gid]: 33 } });
    await chanceOnTime(0.7);
    await bench.night("run-2", prediction);
    await bench.person.put(`/tasks/${marked(bench, /plimsoll:held:/)[0]!.gid}`, { approval_status: "approved" });
    const plan = await bench.plan("run-3", prediction);
    const { database } = bench.store;
    const crashing = {
      rows: database.rows.bind(database),
      run: async (sql: string, parameters?: readonly (string | number | null)[]) => {
        if (sql === "begin") throw new Error("crash");
        return database.run(sql, parameters as never);
      },
    };
    const crashed = applyPlan(bench.context("run-3", prediction), plan, {
      asana: bench.asana,
      store: { database: crashing as never },
    });
    await expect(crashed).rejects.toThrow("crash");
    expect(project.values.get(chance)).toBe(70);
    await chanceOnTime(0.5);
    const next = await bench.night("run-4", prediction);
    expect([next.plan.conflicts, project.values.get(chance)]).toEqual([[], 50]);
  });

  it("stays Plimsoll's where Asana refuses the values of one object for different reasons", async () => {
    bench = await openBench();
    await bench.night("run-1", prediction);
    const [chance, effort] = ["On-Time Chance", "Projected Completion (P85)"].map((name) => fieldNamed(bench, name));
    await chanceOnTime(0.4);
    await bench.release.run(`update marts.project_forecasts set risk = 'medium',
      completes_on_p50 = completes_on_p50 + interval 9 day, completes_on_p85 = completes_on_p85 + interval 9 day`);
    const plan = await bench.plan("run-2", prediction);
    const refusing = {
      ...bench.asana,
      put: async (path: string, data: Readonly<Record<string, unknown>>, params?: never) => {
        const fields = Object.keys((data.custom_fields ?? {}) as object);
        const refuse = (status: number) => new AsanaError({ method: "PUT", path, status, messages: ["no"] });
        if (fields.includes(chance!.gid)) throw refuse(400);
        if (fields.includes(effort!.gid)) throw refuse(403);
        return bench.asana.put(path, data, params);
      },
    };
    const applied = await applyPlan(bench.context("run-2", prediction), plan, { asana: refusing, store: bench.store });
    expect(applied.exit_code).toBe(2);
    await bench.release.run(`update marts.project_forecasts set on_time_probability = 0.9, risk = 'low',
      completes_on_p50 = completes_on_p50 + interval 9 day, completes_on_p85 = completes_on_p85 + interval 9 day`);
    const next = await bench.night("run-3", prediction);
    expect([next.plan.conflicts, next.applied.not_written]).toEqual([[], []]);
  });

  it("is made once where a proxy gives up on a request that the server carried out (408, 424)", async () => {
    bench = await openBench();
    const statuses = [408, 424];
    const impatient = {
      ...bench.asana,
      post: async (path: string, data: Readonly<Record<string, unknown>>, params?: never) => {
        const answer = await bench.asana.post(path, data, params);
        const status = path === "/tasks" ? statuses.shift() : undefined;
        if (status) throw new AsanaError({ method: "POST", path, status, messages: ["too slow"] });
        return answer;
      },
    };
    const plan = await bench.plan("run-1");
    const applied = await applyPlan(bench.context("run-1"), plan, { asana: impatient, store: bench.store });
    expect([statuses, applied.not_written, applied.adopted]).toEqual([[], [], 2]);
    expect((await bench.plan("run-2")).requests).toBe(0);
    expect(marked(bench, /plimsoll:retro:2026-/)).toHaveLength(4);
  });
});

it("takes back what it can of a run whose field was deleted since, and says what stays", async () => {
  bench = await openBench();
  await bench.night("run-1");
  await chanceOnTime(null);
  await bench.night("run-2");
  const chance = fieldNamed(bench, "On-Time Chance");
  await bench.person.delete(`/custom_fields/${chance.gid}`);
  const plan = await planUndo(bench.context("undo"), "run-2", bench);
  expect(plan.conflicts.map(({ reason }) => reason).join()).toContain("the field is gone");
});

describe("fields that were handed over", () => {
  it("by a wrong key, twice, or though people estimate in them, are left alone, with a line each, once", async () => {
    bench = await openBench();
    const { task } = await fillForecasts(bench);
    const estimate = fieldNamed(bench, "Estimated Hours");
    task.values.delete(estimate);
    await insert(bench.release, "meta.field_roles", [
      { role: "estimate", field_gid: estimate.gid, field_name: "Hours", field_type: "number", position: 1, factor: 1 },
    ]);
    const ours = addField(bench.demo.world, { name: "Our date", type: "date" });
    const set = [
      ...prediction,
      `publish.fields.project_p50="${ours.gid}"`,
      `publish.fields.project_p85="${ours.gid}"`,
      `publish.fields.task_adjusted_estimate="${estimate.gid}"`,
      `publish.fields.project_rsk="${estimate.gid}"`,
    ];
    const { applied } = await bench.night("run-1", set);
    expect(applied.exit_code).toBe(2);
    expect(applied.not_written.map(({ reason }) => reason.slice(0, 60)).sort()).toEqual([
      "no field of Plimsoll's has this key; docs/writing-to-asana.m",
      "publish.fields names the same field for project_p50 and proj",
      "publish.fields names the same field for project_p85 and proj",
      "publish.fields.task_adjusted_estimate names the field in whi",
    ]);
    expect(task.values.get(estimate)).toBeUndefined();
    const second = await bench.night("run-2", set);
    expect([second.plan.requests, second.applied.exit_code]).toEqual([0, 0]);
  });
});

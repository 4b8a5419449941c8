import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addField } from "../../src/demo/company/fields.ts";
import { applyPlan } from "../../src/publish/apply.ts";
import { readGates } from "../../src/publish/gates.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { insert } from "../models/support/marts.ts";
import { type Bench, openBench } from "./support/bench.ts";
import { countViolations } from "./support/contract.ts";
import { fillForecasts } from "./support/forecasts.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const all = ["publish.phase=optimization"];
const openTask = (name: RegExp) => [...bench.demo.world.tasks.values()].find((task) => name.test(task.notes))!;

describe("the later phases", () => {
  it("write fields, people, alerts, statuses and reviews, once, within Asana's contract", async () => {
    const { task, busy } = await fillForecasts(bench);
    const first = await bench.night("run-1", all);
    expect(first.applied.not_written).toEqual([]);
    const kinds = new Set(first.plan.actions.filter(({ action }) => action !== "unchanged").map(({ plan }) => plan));
    expect([...kinds].sort()).toEqual([
      "capacity_alerts",
      "people",
      "project_summaries",
      "retro_insights",
      "reviews",
      "status_updates",
      "task_forecasts",
    ]);
    const person = openTask(new RegExp(`plimsoll:person:${busy}$`));
    expect([person.assignee, person.dueOn, person.startOn]).toEqual([null, null, null]);
    expect(openTask(/plimsoll:alert:overload/).assignee?.gid).toBe(busy);
    expect(task.subtasks.map(({ kind, approvalStatus }) => [kind, approvalStatus])).toContainEqual([
      "approval",
      "pending",
    ]);
    const second = await bench.night("run-2", all);
    expect(second).toMatchObject({ plan: { requests: 0, conflicts: [] }, applied: { written: 0 } });
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });

  it("write nothing of it in the first phase", async () => {
    await fillForecasts(bench);
    const { plan } = await bench.night("run-1");
    expect(new Set(plan.actions.map(({ plan: name }) => name))).toEqual(
      new Set(["project_summaries", "retro_insights"]),
    );
  });

  it("carry out an approved change, tell the receiver, and answer once", async () => {
    const { task, free } = await fillForecasts(bench);
    await bench.night("run-1", all);
    await bench.person.put(`/tasks/${openTask(/plimsoll:review:reassign-1$/).gid}`, { approval_status: "approved" });
    const { plan, applied } = await bench.night("run-2", all);
    expect(applied.not_written).toEqual([]);
    expect(task.assignee?.gid).toBe(free);
    expect(
      plan.actions.find(({ plan: name, action }) => name === "reviews" && action === "change")?.approved_by,
    ).toBeTruthy();
    expect((await bench.plan("run-3", all)).requests).toBe(0);
  });

  it("leave a rejected or outdated proposal alone, and say why", async () => {
    const { task } = await fillForecasts(bench);
    await bench.night("run-1", all);
    const review = openTask(/plimsoll:review:reassign-1$/);
    await bench.person.put(`/tasks/${task.gid}`, { assignee: [...bench.demo.world.people.keys()].at(-1)! });
    await bench.person.put(`/tasks/${review.gid}`, { approval_status: "approved" });
    const late = await bench.night("run-2", all);
    expect(late.plan.conflicts.map(({ reason }) => reason)).toEqual([
      expect.stringContaining("has changed since it was proposed"),
    ]);
    expect((await bench.plan("run-3", all)).requests).toBe(0);
  });

  it("never ask again what was rejected", async () => {
    const { task, busy } = await fillForecasts(bench);
    await bench.night("run-1", all);
    await bench.person.put(`/tasks/${openTask(/plimsoll:review:reassign-1$/).gid}`, { approval_status: "rejected" });
    expect((await bench.plan("run-2", all)).requests).toBe(0);
    expect((await bench.plan("run-3", all)).requests).toBe(0);
    expect(task.assignee?.gid).toBe(busy);
    const decisions = await bench.store.database.rows(
      "select new_value->>'decision' as decision from ledger.writes where object_type = 'decision'",
    );
    expect(decisions).toEqual([{ decision: "rejected" }]);
  });

  it("flag an odd time entry privately, and note the answer", async () => {
    const [person, other] = [...bench.demo.world.people.values()];
    await insert(
      bench.release,
      "marts.time_anomalies",
      ["2026-11-10", "2026-08-01"].map((on) => ({
        anomaly_id: `duplicate-${on}`,
        person_gid: other!.gid,
        on,
        rule: "duplicate",
        reason: "the same 4 h twice",
        confidence: 0.9,
        answer: "open",
      })),
    );
    const { plan, applied } = await bench.night("run-1", all);
    expect(applied.not_written).toEqual([]);
    expect(plan.actions.filter(({ plan: name }) => name === "anomaly_flags")).toHaveLength(1);
    const flag = openTask(/plimsoll:anomaly:duplicate-2026-11-10$/);
    expect([flag.assignee, flag.places, flag.followers.includes(other!)]).toEqual([person, [], true]);
    expect((await bench.plan("run-2", all)).requests).toBe(0);
    await bench.person.put(`/tasks/${flag.gid}`, { approval_status: "changes_requested" });
    expect((await bench.plan("run-3", all)).requests).toBe(0);
    const answers = await bench.store.database.rows(
      "select new_value->>'decision' as decision from ledger.writes where key = 'settled:anomaly:duplicate-2026-11-10'",
    );
    expect(answers).toEqual([{ decision: "corrected" }]);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });
});

describe("portfolios and people", () => {
  it("get their values in fields of their own, one person first, within Asana's contract", async () => {
    const { busy, free } = await fillForecasts(bench);
    const { world } = bench.demo;
    const [portfolio] = world.portfolios.values();
    await insert(bench.release, "marts.portfolios", [
      { portfolio_gid: portfolio!.gid, name: portfolio!.name, owner_gid: portfolio!.owner.gid },
    ]);
    await insert(
      bench.release,
      "marts.portfolio_projects",
      bench.projects.map((project_gid) => ({ portfolio_gid: portfolio!.gid, project_gid })),
    );
    await bench.release.run(
      `insert into marts.capacity_weekly by name select * replace ('${free}' as person_gid) from marts.capacity_weekly`,
    );
    const load = addField(world, { name: "Load ahead", type: "number", everywhereOn: "people" });
    const set = ["publish.phase=prediction", `publish.fields.user_load="${load.gid}"`];
    const first = await bench.night("run-1", set);
    expect(first.applied.not_written).toEqual([]);
    const portfolioValue = (name: string) => [...portfolio!.values].find(([field]) => field.name === name)?.[1];
    expect(portfolioValue("Forecast Risk")).toMatchObject({ name: "high" });
    expect(portfolioValue("Projected Completion (P85)")).toMatchObject({ date: "2027-02-12" });
    const loads = () => [busy, free].map((gid) => world.people.get(gid)!.values.get(load));
    expect(loads().filter((value) => value !== undefined)).toEqual([52]);
    await bench.night("run-2", set);
    expect(loads()).toEqual([52, 52]);
    expect((await bench.plan("run-3", set)).requests).toBe(0);

    const taken = await planUndo(bench.context("undo", set), "run-1", bench);
    await applyPlan(bench.context("undo", set), taken, bench);
    expect([portfolioValue("Forecast Risk") ?? null, loads().filter((value) => value === 52).length]).toEqual([
      null,
      1,
    ]);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });

  it("are left alone where the field named for people is of another type", async () => {
    const { busy } = await fillForecasts(bench);
    const load = addField(bench.demo.world, { name: "Load ahead", type: "text", everywhereOn: "people" });
    const set = ["publish.phase=prediction", `publish.fields.user_load="${load.gid}"`];
    expect((await bench.plan("run-1", set)).conflicts.map(({ reason }) => reason)).toEqual([
      "the field is of type text, and number is needed",
    ]);
    expect(bench.demo.world.people.get(busy)!.values.has(load)).toBe(false);
  });
});

describe("the gates between phases", () => {
  it("tell what is in scope, and whether the record speaks for the next phase", async () => {
    await insert(
      bench.release,
      "marts.forecast_scores",
      Array.from({ length: 40 }, (_, i) => ({ forecast_id: String(i), kind: "task_hours", is_inside_80: i < 32 })),
    );
    const [muted] = bench.projects;
    const { config } = bench.context("gates", [`publish.mute=["${muted}"]`]);
    const { scope, gates } = await readGates({ release: bench.release, ledger: bench.store.database, config });
    expect(scope).toEqual({ projects: 2, all_projects: 3, people: 3, all_people: 3 });
    expect(gates.map(({ measured, is_open }) => [measured, is_open])).toEqual([
      ["80 % intervals held 32 of 40 times, replayed history included", true],
      ["0 of 0 overload alerts older than four weeks came true in logged hours", false],
      ["0 of 0 decided proposals were approved", false],
    ]);
  });
});

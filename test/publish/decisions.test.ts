import { afterEach, describe, expect, it } from "vitest";
import { addField } from "../../src/demo/company/fields.ts";
import type { Person, Task } from "../../src/demo/world/types.ts";
import { applyPlan } from "../../src/publish/apply.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { insert } from "../models/support/marts.ts";
import { type Bench, openBench } from "./support/bench.ts";
import { countViolations } from "./support/contract.ts";
import { fillForecasts } from "./support/forecasts.ts";
import { bareTasks, estimateRole, propose } from "./support/proposals.ts";
import { commentsOn, fieldNamed, marked } from "./support/world.ts";

let bench: Bench;
afterEach(() => bench.close());

const all = ["publish.phase=optimization"];
const review = (id: string): Task => marked(bench, new RegExp(`plimsoll:review:${id}$`))[0]!;
const person = (gid: string): Person => bench.demo.world.people.get(gid)!;

/** Approves as somebody in particular, whom Asana names as the one who completed the review. */
async function approve(task: Task, by: Person): Promise<void> {
  await bench.person.put(`/tasks/${task.gid}`, { approval_status: "approved" });
  task.completedBy = by;
}

describe("an approved estimate", () => {
  it("is filled in where the answer stands in the field AI Review, which names nobody", async () => {
    bench = await openBench({ approvals: false });
    const estimate = fieldNamed(bench, "Estimated Hours");
    const [task] = await bareTasks(bench, estimate, 1);
    await estimateRole(bench, estimate, 1);
    const changes = [{ task_gid: task!.gid, name: "estimate", old: null, new: 4.2 }];
    await propose(bench, "adopt_estimate-1", { effect_after: { changes } });
    await bench.night("run-1", all);
    await bench.night("run-2", all);
    const state = fieldNamed(bench, "AI Review");
    const yes = state.options.find(({ name }) => name === "approved")!.gid;
    await bench.person.put(`/tasks/${review("adopt_estimate-1").gid}`, { custom_fields: { [state.gid]: yes } });
    const { applied } = await bench.night("run-3", all);
    expect([applied.not_written, task!.values.get(estimate)]).toEqual([[], 4]);
    expect((await bench.plan("run-4", all)).requests).toBe(0);
  });

  it("goes in minutes into a field that holds minutes", async () => {
    bench = await openBench();
    const minutes = addField(bench.demo.world, { name: "Minutes planned", type: "number", precision: 0 });
    await bench.person.post(`/projects/${bench.projects[0]}/addCustomFieldSetting`, { custom_field: minutes.gid });
    const [task] = await bareTasks(bench, minutes, 1);
    await estimateRole(bench, minutes, 1 / 60);
    const changes = [{ task_gid: task!.gid, name: "estimate", old: null, new: 4.2 }];
    await propose(bench, "adopt_estimate-1", { effect_after: { changes } });
    await bench.night("run-1", all);
    expect(review("adopt_estimate-1").notes).toContain("with 240 min");
    await approve(review("adopt_estimate-1"), person([...bench.demo.world.people.keys()][0]!));
    await bench.night("run-2", all);
    expect(task!.values.get(minutes)).toBe(240);
  });
});

describe("who may decide", () => {
  it("is the person asked or a manager; anybody else's approval is not carried out until one of them approves", async () => {
    bench = await openBench();
    const { task, busy, free } = await fillForecasts(bench);
    await bench.night("run-1", all);
    const stranger = [...bench.demo.world.people.values()].at(-1)!;
    await approve(review("reassign-1"), stranger);
    const second = await bench.night("run-2", all);
    expect([task.assignee?.gid, second.applied.not_written]).toEqual([busy, []]);
    expect(second.plan.conflicts.map(({ reason }) => reason).join()).toContain("neither asked nor a manager");
    expect(commentsOn(review("reassign-1")).join()).toContain("Not applied");
    expect((await bench.plan("run-3", all)).requests).toBe(0);

    await bench.person.put(`/tasks/${review("reassign-1").gid}`, { approval_status: "pending" });
    await approve(review("reassign-1"), person(busy));
    await bench.night("run-4", all);
    expect(task.assignee?.gid).toBe(free);
    expect((await bench.plan("run-5", all)).requests).toBe(0);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });
});

describe("an approval", () => {
  it("is not what completing a review says that lost its field AI Review", async () => {
    bench = await openBench({ approvals: false });
    const { task, busy } = await fillForecasts(bench);
    await bench.night("run-1", all);
    await bench.night("run-2", all);
    // Somebody tidies up: takes the review out of the project that has the field, and ticks it off.
    const at = review("reassign-1");
    at.places.splice(0);
    at.values.clear();
    bench.demo.world.version += 1;
    await bench.person.put(`/tasks/${at.gid}`, { completed: true });
    await bench.night("run-3", all);
    expect(task.assignee?.gid).toBe(busy);
  });

  it("is not carried out on what was muted or left the scope since it was asked for", async () => {
    bench = await openBench();
    const { task, busy, free } = await fillForecasts(bench);
    await bench.night("run-1", all);
    await approve(review("reassign-1"), person(busy));
    for (const muted of [bench.projects[0]!, free]) {
      const { plan } = await bench.night(`mute-${muted}`, [...all, `publish.mute=["${muted}"]`]);
      expect([task.assignee?.gid, plan.conflicts.map(({ reason }) => reason).join()]).toEqual([
        busy,
        expect.stringContaining("out of scope"),
      ]);
    }
    await bench.night("run-2", all);
    expect(task.assignee?.gid).toBe(free);
  });

  it("whose changes were carried out in part says so, and never that nothing was changed", async () => {
    bench = await openBench();
    const { task, busy } = await fillForecasts(bench);
    const [other] = await bareTasks(bench, fieldNamed(bench, "Estimated Hours"), 1);
    const from = [task, other!].map(({ dueOn }) => dueOn);
    const changes = [task, other!].map(({ gid }, i) => ({
      task_gid: gid,
      name: "due_on",
      old: from[i],
      new: "2027-02-01",
    }));
    await propose(bench, "shift-1", { effect_after: { changes } });
    await bench.night("run-1", all);
    await approve(review("shift-1"), person(busy));
    const plan = await bench.plan("run-2", all);
    await bench.person.put(`/tasks/${other!.gid}`, { due_on: "2027-03-01" });
    await applyPlan(bench.context("run-2", all), plan, bench);
    expect([task.dueOn, other!.dueOn]).toEqual(["2027-02-01", "2027-03-01"]);
    await bench.night("run-3", all);
    expect(commentsOn(review("shift-1")).join()).toContain("Applied to 1 of 2 tasks");
    expect(commentsOn(review("shift-1")).join()).not.toContain("Nothing was changed");
    expect((await bench.plan("run-4", all)).requests).toBe(0);
  });

  it("waits where its review is out of sight for a night, which is not the same as deleted", async () => {
    const refuse: Record<string, number> = {};
    bench = await openBench({ refuse });
    const { task, busy, free } = await fillForecasts(bench);
    await bench.night("run-1", all);
    refuse.getTask = 403;
    await bench.plan("run-2", all);
    delete refuse.getTask;
    await approve(review("reassign-1"), person(busy));
    await bench.night("run-3", all);
    expect(task.assignee?.gid).toBe(free);
  });
});

describe("the scope", () => {
  it("holds for proposals that change no task, and for the managers who are let into projects", async () => {
    bench = await openBench();
    const { busy, free } = await fillForecasts(bench);
    await propose(bench, "renegotiate-1", { subjects: [bench.projects[1]] });
    await propose(bench, "renegotiate-2", { subjects: [bench.projects[0]] });
    const set = [...all, `publish.scope.projects=["${bench.projects[0]}"]`];
    const asked = (await bench.plan("run-1", set)).actions.map(({ key }) => key).filter((key) => /^review:/.test(key));
    expect(asked.sort()).toEqual(["review:reassign-1", "review:renegotiate-2"]);

    const outsider = [...bench.demo.world.people.keys()].at(-1)!;
    await insert(bench.release, "marts.people", [
      { person_gid: outsider, name: "Other", manager_gid: outsider, is_active: true, is_guest: false },
    ]);
    const members = (plan: Awaited<ReturnType<Bench["plan"]>>) =>
      plan.actions
        .filter(({ object_type }) => object_type === "project_members")
        .flatMap(({ values }) => values[0]!.new);
    const narrow = members(await bench.plan("run-2", [...all, `publish.scope.people=["${busy}","${free}"]`]));
    expect(new Set(narrow)).toEqual(new Set([busy]));
    const muted = members(await bench.plan("run-3", [...all, `publish.mute=["${busy}"]`]));
    expect(new Set(muted)).toEqual(new Set([outsider]));
  });
});

describe("an undo", () => {
  it("of an approved change holds: the approval is not carried out a second time", async () => {
    bench = await openBench();
    const { task, busy, free } = await fillForecasts(bench);
    await bench.night("run-1", all);
    await approve(review("reassign-1"), person(busy));
    await bench.night("run-2", all);
    expect(task.assignee?.gid).toBe(free);
    const undo = await planUndo(bench.context("undo", all), "run-2", bench);
    await applyPlan(bench.context("undo", all), undo, bench);
    expect([task.assignee?.gid, commentsOn(review("reassign-1"))]).toEqual([busy, []]);
    await bench.night("run-3", all);
    expect(task.assignee?.gid).toBe(busy);
  });

  it("leaves a field on a project while people have typed into it on tasks", async () => {
    bench = await openBench();
    const chance = "On-Time Chance";
    await bench.night("run-1");
    const [gid] = bench.projects;
    const task = [...bench.demo.world.tasks.values()].find(
      ({ places, completedAt, parent }) => !completedAt && !parent && places[0]?.project.gid === gid,
    )!;
    await bench.person.put(`/tasks/${task.gid}`, { custom_fields: { [fieldNamed(bench, chance).gid]: 50 } });
    const undo = await planUndo(bench.context("undo"), "run-1", bench);
    await applyPlan(bench.context("undo"), undo, bench);
    const fields = bench.projects.map((project) =>
      bench.demo.world.projects
        .get(project)!
        .settings.map(({ field }) => field.name)
        .includes(chance),
    );
    expect(fields).toEqual([true, false, false]);
    expect(undo.conflicts.map(({ reason }) => reason)).toContain("tasks of the project hold values in it that stay");
  });
});

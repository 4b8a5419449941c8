import { afterEach, describe, expect, it } from "vitest";
import { addField } from "../../src/demo/company/fields.ts";
import type { CustomField, Task } from "../../src/demo/world/types.ts";
import { applyPlan } from "../../src/publish/apply.ts";
import { audit } from "../../src/publish/audit.ts";
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
const shown = (task: Task, field: CustomField): unknown => {
  const value = task.values.get(field) ?? null;
  return value !== null && typeof value === "object" && "name" in value ? value.name : value;
};

describe("a workspace without approvals", () => {
  it("gets the field AI Review from the second night on, read back as approvals are, within Asana's contract", async () => {
    bench = await openBench({ approvals: false });
    const { task, free } = await fillForecasts(bench);
    await propose(bench, "split-1");
    await propose(bench, "reduce-1");
    const first = await bench.night("run-1", all);
    const refused = first.applied.not_written.map(({ reason }) => reason.slice(0, 28));
    expect([first.applied.exit_code, refused.sort()]).toEqual([
      2,
      ["it needs approvals, which th", "it needs approvals, which th", "not in this workspace's plan"],
    ]);

    const second = await bench.night("run-2", all);
    expect(second.applied).toMatchObject({ not_written: [], exit_code: 0 });
    const state = fieldNamed(bench, "AI Review");
    const [reassign] = marked(bench, /plimsoll:review:reassign-1$/);
    const [split] = marked(bench, /plimsoll:review:split-1$/);
    const [reduce] = marked(bench, /plimsoll:review:reduce-1$/);
    for (const review of [reassign!, split!, reduce!]) {
      expect([review.kind, shown(review, state), review.places[0]?.project.name]).toEqual([
        "default_task",
        "pending",
        "Capacity Review",
      ]);
    }
    expect(reassign!.notes).toContain('Set the field "AI Review"');
    expect((await bench.plan("run-3", all)).requests).toBe(0);

    const option = (name: string) => state.options.find((candidate) => candidate.name === name)!.gid;
    const answer = (review: Task, name: string) =>
      bench.person.put(`/tasks/${review.gid}`, { custom_fields: { [state.gid]: option(name) } });
    await answer(reassign!, "approved");
    await answer(split!, "changes requested");
    await bench.person.put(`/tasks/${reduce!.gid}`, { completed: true });
    const fourth = await bench.night("run-4", all);
    expect(fourth.applied.not_written).toEqual([]);
    expect(task.assignee?.gid).toBe(free);
    expect(commentsOn(reassign!)).toEqual(["Approved and applied."]);
    const decisions = await bench.store.database.rows<{ key: string; decision: string }>(
      "select key, new_value->>'decision' as decision from ledger.writes where action = 'decision' order by key",
    );
    expect(decisions.map(({ key, decision }) => `${key} ${decision}`)).toEqual([
      "settled:review:reduce-1 rejected",
      "settled:review:split-1 changes_requested",
    ]);
    expect((await bench.plan("run-5", all)).requests).toBe(0);
    const fates = await audit(bench.store.database, { kind: "proposal" });
    expect(fates.map(({ what, result }) => `${what.split(":")[0]}: ${result}`).sort()).toEqual([
      "Reassign: Approved and applied. (2026-11-16)",
      "Reduce the work: rejected (2026-11-16)",
      "Split the work: changes_requested (2026-11-16)",
    ]);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });

  it("gets plain tasks where it has no fields either: completing approves, deleting rejects", async () => {
    bench = await openBench({ plan: "free" });
    const { task, free } = await fillForecasts(bench);
    await bench.night("run-1", all);
    const { applied } = await bench.night("run-2", all);
    expect([applied.exit_code, applied.not_written.map(({ label }) => label)]).toEqual([0, ["Custom fields"]]);
    const [review] = marked(bench, /plimsoll:review:reassign-1$/);
    expect(review!.notes).toContain("Complete this task to approve; delete it to reject.");
    await bench.person.put(`/tasks/${review!.gid}`, { completed: true });
    await bench.night("run-3", all);
    expect(task.assignee?.gid).toBe(free);
  });
});

describe("approved proposals of other kinds", () => {
  it("fill the estimates that are still empty, and make a task of what no program may change", async () => {
    bench = await openBench();
    const estimate = fieldNamed(bench, "Estimated Hours");
    const tasks = await bareTasks(bench, estimate, 3);
    await estimateRole(bench, estimate);
    const changes = tasks.map(({ gid }, i) => ({ task_gid: gid, name: "estimate", old: null, new: 4.2 + i }));
    await propose(bench, "adopt_estimate-1", { effect_after: { changes } });
    await propose(bench, "template_change-1");
    await bench.night("run-1", all);
    const [adopt] = marked(bench, /plimsoll:review:adopt_estimate-1$/);
    const [template] = marked(bench, /plimsoll:review:template_change-1$/);
    expect(adopt!.notes).toMatch(/Approving fills the empty estimate of ".+" with 4 h, as predicted\./);
    // A person estimates one of them before the approval is read.
    await bench.person.put(`/tasks/${tasks[1]!.gid}`, { custom_fields: { [estimate.gid]: 99 } });
    for (const review of [adopt!, template!])
      await bench.person.put(`/tasks/${review.gid}`, { approval_status: "approved" });
    const { plan, applied } = await bench.night("run-2", all);
    expect(applied.not_written).toEqual([]);
    expect(tasks.map((task) => shown(task, estimate))).toEqual([4, 99, 6]);
    expect(commentsOn(adopt!).join()).toContain("Approved and applied to 2 of 3 tasks");
    expect(plan.actions.filter(({ action, approved_by }) => action === "change" && approved_by)).toHaveLength(2);
    const [todo] = template!.subtasks;
    expect([todo?.assignee, todo?.notes.includes("choose Customize")]).toEqual([template!.assignee, true]);
    expect((await bench.plan("run-3", all)).requests).toBe(0);

    const undo = await planUndo(bench.context("undo", all), "run-2", bench);
    await applyPlan(bench.context("undo", all), undo, bench);
    expect(tasks.map((task) => shown(task, estimate))).toEqual([null, 99, null]);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });

  it("cannot lead the client into a field of people that nobody approved", async () => {
    bench = await openBench();
    const estimate = fieldNamed(bench, "Estimated Hours");
    const [task] = await bareTasks(bench, estimate, 3);
    await estimateRole(bench, estimate);
    const write = bench.asana.put(`/tasks/${task!.gid}`, { custom_fields: { [estimate.gid]: 1 } });
    await expect(write).rejects.toThrow(/neither its own, nor handed over/);
  });
});

describe("where questions go", () => {
  it("to the configured reviewer when nobody is responsible any more, and only about what is in scope", async () => {
    bench = await openBench();
    const { task, busy } = await fillForecasts(bench);
    const [outside, reviewer] = [bench.projects[1]!, [...bench.demo.world.people.keys()][2]!];
    await propose(bench, "split-1", { responsible_gid: "404" });
    await propose(bench, "split-2", { subjects: [outside] });
    await bench.release.run(`update marts.people set is_active = false where person_gid = '${busy}'`);
    const set = [...all, `publish.reviewer="${reviewer}"`, `publish.mute=["${outside}"]`];
    const { applied } = await bench.night("run-1", set);
    expect(applied.not_written).toEqual([]);
    const asked = marked(bench, /plimsoll:(review|alert):/).map(({ notes, assignee }) => [
      /plimsoll:(\S+)$/.exec(notes)?.[1],
      assignee?.gid,
    ]);
    expect(asked.sort()).toEqual([
      ["review:reassign-1", reviewer],
      ["review:split-1", reviewer],
    ]);
    expect(task.subtasks.length).toBeGreaterThan(0);
    const narrow = [...set, `publish.scope.projects=["${bench.projects[2]}"]`];
    await bench.release.run(
      "update marts.recommendations set recommendation_id = 'reassign-2' where kind = 'reassign'",
    );
    expect((await bench.plan("run-2", narrow)).actions.filter(({ key }) => key === "review:reassign-2")).toEqual([]);
  });

  it("about a typed value: kept, asked about once, and handed back where the owner says so", async () => {
    bench = await openBench();
    const set = ["publish.phase=prediction"];
    await bench.night("run-1", set);
    const chance = fieldNamed(bench, "On-Time Chance");
    const [first, second] = bench.projects.map((gid) => bench.demo.world.projects.get(gid)!);
    for (const project of [first!, second!]) {
      project.owner = bench.demo.world.people.get(
        (await bench.release.rows<{ gid: string }>("select min(person_gid) as gid from marts.people"))[0]!.gid,
      )!;
      await bench.person.put(`/projects/${project.gid}`, { custom_fields: { [chance.gid]: 33 } });
    }
    const forecast = (share: number) =>
      bench.release.run(`update marts.project_forecasts set on_time_probability = ${share}`);
    await forecast(0.7);
    const { plan, applied } = await bench.night("run-2", set);
    expect(applied.not_written).toEqual([]);
    expect(plan.conflicts.map(({ held }) => held?.value)).toEqual([33, 33]);
    const questions = marked(bench, /plimsoll:held:/);
    expect(questions.map(({ kind, places, assignee }) => [kind, places, assignee])).toEqual([
      ["approval", [], first!.owner],
      ["approval", [], second!.owner],
    ]);
    expect((await bench.plan("run-3", set)).requests).toBe(0);
    const about = (gid: string) => questions.find(({ notes }) => notes.includes(`plimsoll:held:${gid}:`))!;
    await bench.person.put(`/tasks/${about(first!.gid).gid}`, { approval_status: "approved" });
    await bench.person.put(`/tasks/${about(second!.gid).gid}`, { approval_status: "rejected" });
    await bench.night("run-4", set);
    expect([first!.values.get(chance), second!.values.get(chance)]).toEqual([70, 33]);
    await forecast(0.5);
    await bench.night("run-5", set);
    expect([first!.values.get(chance), second!.values.get(chance)]).toEqual([50, 33]);
    expect(marked(bench, /plimsoll:held:/)).toHaveLength(2);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });
});

describe("an odd time entry", () => {
  it("shows on its task only where the configuration says so: the flag, and one comment that mentions the manager", async () => {
    bench = await openBench();
    const { task, busy, free } = await fillForecasts(bench);
    addField(bench.demo.world, { name: "Unrelated", type: "text" });
    await insert(bench.release, "marts.time_entries", [
      {
        entry_gid: "1",
        task_gid: task.gid,
        project_gid: bench.projects[0]!,
        person_gid: free,
        entered_on: "2026-11-10",
        hours: 14,
      },
    ]);
    await insert(bench.release, "marts.time_anomalies", [
      {
        anomaly_id: "long-1",
        entry_gid: "1",
        person_gid: free,
        on: "2026-11-10",
        rule: "long_day",
        reason: "14 h <in> one day & more",
        confidence: 0.9,
        answer: "open",
      },
    ]);
    await bench.night("run-1", all);
    expect(commentsOn(task)).toEqual([]);
    expect([...bench.demo.world.fields.values()].map(({ name }) => name)).not.toContain("Review Flag");
    const settings = [...all, "publish.anomalies.flag=true", "publish.anomalies.comment=true"];
    const { applied } = await bench.night("run-2", settings);
    expect(applied.not_written).toEqual([]);
    expect(shown(task, fieldNamed(bench, "Review Flag"))).toBe("check time");
    const [comment] = task.stories.filter(({ type }) => type === "comment");
    expect(comment!.htmlText).toMatch(new RegExp(`^<body><a data-asana-gid="${busy}"/> Please check the time`));
    expect(comment!.text).not.toContain("14 h");
    expect((await bench.plan("run-3", settings)).requests).toBe(0);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });
});

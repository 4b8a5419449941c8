import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { applyPlan } from "../../src/publish/apply.ts";
import { loadPlan, savePlan } from "../../src/publish/plan-file.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { type Bench, openBench } from "./support/bench.ts";
import { countViolations } from "./support/contract.ts";

let bench: Bench;
beforeEach(async () => {
  bench = await openBench();
});
afterEach(() => bench.close());

const fieldsNamed = (name: string) => [...bench.demo.world.fields.values()].filter((field) => field.name === name);
const projectsNamed = (name: string) => [...bench.demo.world.projects.values()].filter((item) => item.name === name);
const tasksIn = (name: string) =>
  [...bench.demo.world.tasks.values()].filter((task) => task.places.some(({ project }) => project.name === name));
const forecast = (set: string) => bench.release.run(`update marts.project_forecasts set ${set}`);

/** What an object would look like if Plimsoll had never lost an answer. */
function expectOneOfEach(): void {
  for (const name of ["Projected Completion (P50)", "On-Time Chance", "Forecast Risk"])
    expect(fieldsNamed(name)).toHaveLength(1);
  expect(projectsNamed("Retro Insights")).toHaveLength(1);
  expect(
    projectsNamed("Retro Insights")[0]!
      .sections.map(({ name }) => name)
      .filter((name) => /2026/.test(name))
      .sort(),
  ).toEqual(["October 2026", "September 2026"]);
  expect(tasksIn("Retro Insights")).toHaveLength(4);
}

describe("applying a plan", () => {
  it("writes what was planned, and nothing the second time, within Asana's contract", async () => {
    const first = await bench.night("run-1");
    expect(first.applied).toMatchObject({ not_written: [], exit_code: 0, written: first.plan.requests });
    expect(bench.writes()).toBe(first.plan.requests);
    expectOneOfEach();
    expect(projectsNamed("Retro Insights")[0]!.privacy).toBe("private");
    const second = await bench.night("run-2");
    expect(second).toMatchObject({ plan: { requests: 0, conflicts: [] }, applied: { written: 0, exit_code: 0 } });
    expect(bench.writes()).toBe(first.plan.requests);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });

  it("writes only what moved on a later night", async () => {
    const first = await bench.night("run-1");
    await forecast("completes_on_p50 = completes_on_p50 + interval 20 day");
    const second = await bench.night("run-2");
    expect(second.plan.requests).toBe(bench.projects.length);
    expect(bench.writes()).toBe(first.plan.requests + bench.projects.length);
  });

  it("keeps what a person typed into its fields, and leaves their own fields alone", async () => {
    await bench.night("run-1");
    const [risk] = fieldsNamed("Forecast Risk");
    const [gid] = bench.projects;
    const low = risk!.options.find(({ name }) => name === "medium")!;
    await bench.person.put(`/projects/${gid}`, { custom_fields: { [risk!.gid]: low.gid } });
    await forecast("risk = 'high'");
    const { plan } = await bench.night("run-2");
    expect(plan.conflicts.map(({ reason }) => reason)).toEqual([expect.stringContaining('from "low" to "medium"')]);
    const project = (await bench.asana.get(`/projects/${gid}`, { opt_fields: "custom_fields.enum_value.name" })) as {
      custom_fields: { gid: string; enum_value: { name: string } | null }[];
    };
    expect(project.custom_fields.find((field) => field.gid === risk!.gid)?.enum_value?.name).toBe("medium");
  });

  it("reports what was refused, applies the rest, and heals the next night", async () => {
    const plan = await bench.plan("run-1");
    const [first] = bench.projects;
    bench.proxy.beforeWrite((_method, at) => {
      if (!at.endsWith(`/projects/${first}/addCustomFieldSetting`)) return;
      for (const field of fieldsNamed("On-Time Chance")) bench.demo.world.fields.delete(field.gid);
    });
    const applied = await applyPlan(bench.context("run-1"), plan, { asana: bench.asana, store: bench.store });
    expect(applied.exit_code).toBe(2);
    expect(applied.not_written.length).toBeGreaterThan(0);
    bench.proxy.beforeWrite(undefined);
    const healed = await bench.night("run-2");
    expect(healed.applied.exit_code).toBe(0);
    expectOneOfEach();
    expect((await bench.plan("run-3")).requests).toBe(0);
  });
});

describe("a lost answer", () => {
  it("is found again in the same run, whatever was made", async () => {
    const routes = [/\/projects$/, /\/custom_fields$/, /\/sections$/, /\/tasks$/, /addCustomFieldSetting$/];
    bench.proxy.cutOnce("POST", routes);
    const { applied } = await bench.night("run-1");
    expect(applied).toMatchObject({ not_written: [], adopted: routes.length });
    expectOneOfEach();
    expect((await bench.plan("run-2")).requests).toBe(0);
  });

  it("that was lost with the whole process is adopted by the next run", async () => {
    const killed = new Error("killed");
    const plan = await bench.plan("run-1");
    for (const route of [/^\/projects$/, /^\/custom_fields$/, /^\/tasks$/, /^\/projects\/\d+$/]) {
      const asana = {
        ...bench.asana,
        post: async (at: string, ...rest: [Record<string, unknown>]) => {
          const answer = await bench.asana.post(at, ...rest);
          if (route.test(at)) throw killed;
          return answer;
        },
        put: async (at: string, ...rest: [Record<string, unknown>]) => {
          const answer = await bench.asana.put(at, ...rest);
          if (route.test(at)) throw killed;
          return answer;
        },
      };
      // As if the process had died: the ledger keeps the intent alone.
      const next =
        plan.run_id === "run-1" && route.source.includes("projects$")
          ? plan
          : await bench.plan(`again-${route.source}`);
      await expect(applyPlan(bench.context(`run-${route.source}`), next, { asana, store: bench.store })).rejects.toBe(
        killed,
      );
      await bench.store.database.run(
        "update ledger.writes set state = 'intended', error = null where state = 'failed' and error = 'killed'",
      );
    }
    await bench.night("run-9");
    expectOneOfEach();
    expect((await bench.plan("run-10")).requests).toBe(0);
    const lost = await bench.store.database.rows(
      "select key from ledger.writes where state in ('intended', 'unknown')",
    );
    expect(lost).toEqual([]);
  });
});

describe("taking a run back", () => {
  it("restores values, removes what nobody has used, and says what stays", async () => {
    await bench.night("run-1");
    await bench.person.put(`/tasks/${tasksIn("Retro Insights")[0]!.gid}`, { completed: true });
    const undo = await planUndo(bench.context("undo-1"), "run-1", { asana: bench.asana, store: bench.store });
    expect(undo.conflicts.map(({ reason }) => reason)).toContainEqual(expect.stringContaining("it was completed"));
    const applied = await applyPlan(bench.context("undo-1"), undo, { asana: bench.asana, store: bench.store });
    expect(applied.not_written).toEqual([]);
    expect(tasksIn("Retro Insights")).toHaveLength(1);
    const [risk] = fieldsNamed("Forecast Risk");
    for (const gid of bench.projects)
      expect(bench.demo.world.projects.get(gid)!.settings.some(({ field }) => field.gid === risk!.gid)).toBe(false);
    expect(await countViolations(bench.proxy.exchanges)).toEqual([]);
  });

  it("keeps a task that people have given a date or a subtask, and the project that holds it", async () => {
    await bench.night("run-1");
    const [dated, parent] = tasksIn("Retro Insights");
    await bench.person.put(`/tasks/${dated!.gid}`, { due_on: "2026-12-01" });
    await bench.person.post(`/tasks/${parent!.gid}/subtasks`, { name: "Talk about it" });
    const undo = await planUndo(bench.context("undo-1"), "run-1", bench);
    await applyPlan(bench.context("undo-1"), undo, bench);
    const why = undo.conflicts.map(({ reason }) => reason);
    expect(why).toContain("a person gave it a due date; kept");
    expect(why).toContain("people have put subtasks into it; kept");
    expect(
      tasksIn("Retro Insights")
        .map(({ gid }) => gid)
        .sort(),
    ).toEqual([dated!.gid, parent!.gid].sort());
  });

  it("leaves alone what a person has changed since", async () => {
    await bench.night("run-1");
    const [chance] = fieldsNamed("On-Time Chance");
    const [gid] = bench.projects;
    await bench.person.put(`/projects/${gid}`, { custom_fields: { [chance!.gid]: 33 } });
    const undo = await planUndo(bench.context("undo-1"), "run-1", { asana: bench.asana, store: bench.store });
    await applyPlan(bench.context("undo-1"), undo, { asana: bench.asana, store: bench.store });
    expect(bench.demo.world.projects.get(gid!)!.settings.some(({ field }) => field.gid === chance!.gid)).toBe(true);
    const project = (await bench.asana.get(`/projects/${gid}`, { opt_fields: "custom_fields.number_value" })) as {
      custom_fields: { gid: string; number_value?: number | null }[];
    };
    expect(project.custom_fields.find((field) => field.gid === chance!.gid)?.number_value).toBe(33);
  });

  it("leaves alone an older value of ours that a person typed over a later one", async () => {
    await forecast("on_time_probability = 0.8");
    await bench.night("run-1");
    await forecast("on_time_probability = 0.3");
    await bench.night("run-2");
    const [chance] = fieldsNamed("On-Time Chance");
    const [gid] = bench.projects;
    const held = () => bench.demo.world.projects.get(gid!)!.values.get(chance!);
    const ours = held();
    await forecast("on_time_probability = 0.6");
    await bench.night("run-3");
    expect(held()).not.toEqual(ours);
    await bench.person.put(`/projects/${gid}`, { custom_fields: { [chance!.gid]: ours as number } });
    // The run wrote this very number, but not last: somebody typed it.
    await applyPlan(bench.context("undo-1"), await planUndo(bench.context("undo-1"), "run-2", bench), bench);
    expect(held()).toEqual(ours);
  });

  it("leaves empty what a person emptied between the plan of an undo and its writes", async () => {
    await forecast("on_time_probability = 0.8, risk = 'low'");
    await bench.night("run-1");
    // Once empty and once filled by us, so that both look like ours in the ledger.
    await applyPlan(bench.context("undo-1"), await planUndo(bench.context("undo-1"), "run-1", bench), bench);
    await bench.night("run-2");
    await forecast("on_time_probability = 0.3, risk = 'high'");
    await bench.night("run-3");
    const [gid] = bench.projects;
    const plans = [await planUndo(bench.context("undo-2"), "run-2", bench)];
    await applyPlan(bench.context("undo-2"), plans[0]!, bench);
    const plan = await planUndo(bench.context("undo-3"), "run-3", bench);
    const [chance] = fieldsNamed("On-Time Chance");
    await bench.person.put(`/projects/${gid}`, { custom_fields: { [chance!.gid]: null } });
    await applyPlan(bench.context("undo-3"), plan, bench);
    await forecast("on_time_probability = 0.6");
    await bench.night("run-4");
    expect(bench.demo.world.projects.get(gid!)!.values.get(chance!) ?? null).toBeNull();
  });

  it("leaves a value that a later run wrote again, and takes runs back one after the other, newest first", async () => {
    const held = () => bench.demo.world.projects.get(bench.projects[0]!)!.values.get(fieldsNamed("On-Time Chance")[0]!);
    const undo = async (id: string, run: string) => {
      const plan = await planUndo(bench.context(id), run, bench);
      await applyPlan(bench.context(id), plan, bench);
      return plan.conflicts.map(({ reason }) => reason);
    };
    for (const [i, chance] of [0.8, 0.3, 0.6, 0.3].entries()) {
      await forecast(`on_time_probability = ${chance}`);
      await bench.night(`run-${i}`);
    }
    expect(await undo("undo-a", "run-1")).toContain("was written again by a later run; kept");
    expect(held()).toBe(30);
    for (const [run, before] of [
      ["run-3", 60],
      ["run-2", 30],
      ["run-1", 80],
    ] as const) {
      await undo(`undo-${run}`, run);
      expect(held()).toBe(before);
    }
  });

  it("takes back what a later run of its own has brought up to date", async () => {
    await bench.night("run-1");
    await bench.release.run("update marts.retro_insights set finding = 'A fifth of the hours went to meetings.'");
    await bench.night("run-2");
    const undo = await planUndo(bench.context("undo-1"), "run-1", { asana: bench.asana, store: bench.store });
    expect(
      undo.actions.filter(({ action, object_type }) => action === "remove" && object_type === "task"),
    ).toHaveLength(4);
  });

  it("names the way out for a run that wrote nothing", async () => {
    const undo = planUndo(bench.context("undo-1"), "run-7", { asana: bench.asana, store: bench.store });
    await expect(undo).rejects.toThrow(/plimsoll audit/);
  });
});

describe("a kept plan", () => {
  it("is applied later when nothing has moved, and refused when stale, broken or of another release", async () => {
    const input = { release: bench.release, asana: bench.asana, store: bench.store };
    const file = path.join(bench.store.path, "..", "plan.json");
    savePlan(await bench.plan("run-1"), file);
    expect((await loadPlan(bench.context("run-2"), file, input)).requests).toBeGreaterThan(0);
    await bench.night("run-3");
    await expect(loadPlan(bench.context("run-4"), file, input)).rejects.toThrow(
      /stale: Asana or the settings have changed/,
    );
    await bench.release.run("update meta.refreshes set run_id = 'release-2'");
    await expect(loadPlan(bench.context("run-5"), file, input)).rejects.toThrow(/release of run release-1/);
    writeFileSync(file, '{"version":1}');
    await expect(loadPlan(bench.context("run-6"), file, input)).rejects.toThrow(/not a plan that this version reads/);
    await expect(loadPlan(bench.context("run-7"), `${file}.none`, input)).rejects.toThrow(/no such file/);
    expect(existsSync(file)).toBe(true);
  });
});

it("writes nothing into what is out of scope or muted", async () => {
  const [first, second] = bench.projects;
  const { plan } = await bench.night("run-1", [
    `publish.scope.projects=["${first}","${second}"]`,
    `publish.mute=["${second}"]`,
  ]);
  const touched = plan.actions.filter(({ object_type }) => object_type === "project_values").map(({ key }) => key);
  expect(touched).toEqual([`project:${first}`]);
});

it("writes the insights and says what is absent where the plan of the workspace has no custom fields", async () => {
  const free = await openBench({ plan: "free" });
  try {
    const { plan, applied } = await free.night("run-1");
    expect([applied.exit_code, (await free.night("run-2")).applied.exit_code]).toEqual([2, 0]);
    expect(new Set(plan.actions.filter(({ action }) => action === "create").map((action) => action.plan))).toEqual(
      new Set(["retro_insights"]),
    );
    expect(new Set(plan.conflicts.map(({ reason }) => reason))).toEqual(
      new Set(["custom fields are not in this workspace's plan; nothing is written into fields"]),
    );
  } finally {
    await free.close();
  }
});

it("names what was refused, writes the rest, and is not alarmed by the same refusal the next night", async () => {
  const strict = await openBench({ refuse: { addMembersForProject: 403, createSectionForProject: 402 } });
  try {
    const { applied } = await strict.night("run-1");
    expect(applied.exit_code).toBe(2);
    expect(applied.not_written.map(({ reason }) => reason.replace(/ \(.*| ".*/, ""))).toEqual([
      "not in this workspace's plan",
      "not in this workspace's plan",
      "not allowed for this token",
      "it needs section",
      "it needs section",
      "it needs section",
      "it needs section",
    ]);
    const next = await strict.night("run-2");
    expect(next.applied.not_written).toHaveLength(7);
    expect(next.applied.exit_code).toBe(0);
  } finally {
    await strict.close();
  }
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { type Demo, type DemoOptions, startDemo } from "../../src/demo/start.ts";
import { changeEntry, complete, deleteEntry, deleteTask, setParent } from "../../src/demo/world/tasks.ts";
import type { ExtractSummary } from "../../src/extract/extract.ts";
import { type NightOptions, runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

async function setUp(options: DemoOptions): Promise<{ demo: Demo; night: typeof night }> {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const demo = await startDemo({ tasks: 60, ...options });
  opened.push(
    () => demo.close(),
    () => rmSync(home, { recursive: true }),
  );
  const night = (more: Partial<NightOptions> = {}) =>
    runNight(
      { home, url: demo.url, token: demo.token, only: tasksAndTime, ...more, set: [shortHistory, ...(more.set ?? [])] },
      async ({ summary, store }) => ({
        summary,
        differences: await differences(demo.world, store),
      }),
    );
  return { demo, night };
}

const stateOf = ({ sources }: ExtractSummary, name: string) => sources.find(({ source }) => source === name)?.state;

it("asks every parent for its subtasks, and every person's list, where the plan has no search", async () => {
  const { night } = await setUp({ search: false });
  const first = await night();
  expect(first.differences).toEqual([]);
  expect(stateOf(first.summary, "subtasks")).toBe("ok");
});

it("goes the long way for good where the server has no search, and finds the last subtask gone", async () => {
  const { demo, night } = await setUp({ refuse: { searchTasksForWorkspace: 501 } });
  const first = await night();
  expect(first.differences).toEqual([]);
  expect(stateOf(first.summary, "subtasks")).toBe("ok");
  expect(stateOf(first.summary, "own_tasks")).toBe("ok");
  const only = [...demo.world.tasks.values()].find(({ parent }) => parent?.subtasks.length === 1);
  deleteTask(demo.world, only!);
  expect((await night()).differences).toEqual([]);
});

it("lets subtasks go with their parent, level by level, where the plan has no search", async () => {
  const { demo, night } = await setUp({ search: false });
  expect((await night()).differences).toEqual([]);
  const parent = [...demo.world.tasks.values()].find(({ subtasks, places }) => subtasks.length > 1 && places.length)!;
  const [child, ...others] = [...parent.subtasks];
  for (const other of others) setParent(demo.world, other, child!);
  expect((await night()).differences).toEqual([]);
  deleteTask(demo.world, parent);
  expect((await night()).differences).toEqual([]);
});

it("takes an endpoint that the server does not have for an absent source", async () => {
  const { night } = await setUp({ refuse: { getGoals: 501 } });
  expect(stateOf((await night({ only: ["goals"] })).summary, "goals")).toBe("absent");
});

it("asks nobody to explain minutes that Asana sums up and shows to nobody", async () => {
  const { night } = await setUp({ refuse: { getTimeTrackingEntries: 402, getTimeTrackingEntriesForTask: 402 } });
  const { sources } = (await night()).summary;
  expect(sources.find(({ source }) => source === "time_entries")).toMatchObject({ state: "absent" });
  expect(sources.find(({ source }) => source === "time_entries")).not.toHaveProperty("isExplained");
});

it("asks by assignee where no list of a person is known, and takes fields from the projects where theirs is refused", async () => {
  const refuse = { getWorkspaceMembershipsForWorkspace: 403, getCustomFieldsForWorkspace: 402 };
  const { night } = await setUp({ search: false, refuse });
  const only = ["users", "custom_fields", ...tasksAndTime];
  const first = await night({ only });
  expect(first.differences).toEqual([]);
  const fields = first.summary.sources.find(({ source }) => source === "custom_fields");
  expect(fields).toMatchObject({ state: "absent", numberOfRows: expect.any(Number) });
  expect(fields?.numberOfRows).toBeGreaterThan(5);
  expect(await night({ only })).toMatchObject({ differences: [], summary: { changed: 0, deleted: 0 } });
});

it("asks each project for its changes where nights rotate and there is no search", async () => {
  const { demo, night } = await setUp({ search: false });
  await night();
  await night({ set: ["extract.rotate=always"] });
  const task = [...demo.world.tasks.values()].find(({ places, completedAt }) => places.length && !completedAt);
  complete(demo.world, { by: demo.world.me, at: "2026-11-16T09:00:00.000Z" }, task!);
  expect((await night({ set: ["extract.rotate=always"] })).differences).toEqual([]);
});

it("finds within seven nights what changed in subtasks where nights rotate and there is no search", async () => {
  const { demo, night } = await setUp({ search: false });
  const set = ["extract.rotate=always"];
  const open = [...demo.world.tasks.values()].filter(({ parent, completedAt }) => parent && !completedAt);
  expect(open.length).toBeGreaterThan(3);
  // So that they stand on nobody's own list.
  for (const task of open) task.assignee = null;
  await night();
  await night({ set });
  for (const task of open) complete(demo.world, { by: demo.world.me, at: "2026-11-16T09:00:00.000Z" }, task);
  for (let n = 1; n < 7; n++) await night({ set });
  expect((await night({ set })).differences).toEqual([]);
});

it("asks task by task where the workspace's time entries do not name their tasks", async () => {
  const { demo, night } = await setUp({ flatEntriesHaveTask: false });
  const first = await night();
  expect(first.differences).toEqual([]);
  expect(stateOf(first.summary, "time_entries")).toBe("absent");
  const [entry] = demo.world.entries.values();
  changeEntry(demo.world, entry!, { minutes: entry!.minutes + 15 });
  const second = await night();
  expect(second.differences).toEqual([]);
  expect(second.summary.numberOfRequests).toBeLessThan(first.summary.numberOfRequests);
});

it("asks task by task, and misses nothing, where the workspace's list of time entries is gone after it once worked", async () => {
  const { demo, night } = await setUp({});
  await night();
  const [entry, other] = demo.world.entries.values();
  changeEntry(demo.world, entry!, { minutes: entry!.minutes + 15 });
  deleteEntry(demo.world, other!);
  const { url, token } = await startDemo({ company: demo, refuse: { getTimeTrackingEntries: 404 } }).then((later) => {
    opened.push(() => later.close());
    return later;
  });
  const second = await night({ url, token });
  expect(second.differences).toEqual([]);
  expect(second.summary.notes).toEqual([]);
  expect(second.summary.newlyMissing).toEqual(["time_entries"]);
});

it("takes what the plan or the token refuses for a source with a state, not for a failure", async () => {
  const { night } = await setUp({ refuse: { getBudgets: 402, getRates: 403, getGoals: 402, getAllocations: 403 } });
  const only = ["projects", "budgets", "rates", "goals", "allocations"];
  const { summary } = await night({ only });
  expect(["budgets", "rates", "goals", "allocations"].map((name) => stateOf(summary, name))).toEqual([
    "absent",
    "refused",
    "absent",
    "refused",
  ]);
  expect(summary.sources.find(({ source }) => source === "budgets")?.numberOfRequests).toBe(1);
  expect((await night({ only })).summary.newlyMissing).toEqual([]);
});

it("reads a free workspace: tasks without time tracking, money or search", async () => {
  const { night } = await setUp({ plan: "free", search: false });
  const { summary } = await night({ only: undefined });
  expect(stateOf(summary, "tasks")).toBe("ok");
  expect(stateOf(summary, "time_entries")).toBe("absent");
});

it("deletes nothing when a listing fails, and says which source is newly missing", async () => {
  const { demo, night } = await setUp({});
  await night();
  const { url, token } = await startDemo({ company: demo, refuse: { getTasks: 500 } }).then((other) => {
    opened.push(() => other.close());
    return other;
  });
  const broken = await night({ url, token });
  expect(broken.summary).toMatchObject({ deleted: 0, newlyMissing: ["tasks"] });
  expect(stateOf(broken.summary, "tasks")).toBe("failed");
  expect((await night()).differences).toEqual([]);
});

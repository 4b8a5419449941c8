import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import {
  addTask,
  changeEntry,
  complete,
  deleteEntry,
  deleteTask,
  placeTask,
  removeFromProject,
  restoreTask,
} from "../../src/demo/world/tasks.ts";
import type { Task } from "../../src/demo/world/types.ts";
import type { LogEvent } from "../../src/log.ts";
import { asker } from "../demo/client.ts";
import { type NightOptions, runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

let first: Awaited<ReturnType<typeof night>>;
let template: string;
let home: string;
let demo: Demo;

/** The same seed gives the same workspace, so one first night serves every test. */
const startWorkspace = () => startDemo({ tasks: 60 });

beforeAll(async () => {
  template = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  home = template;
  demo = await startWorkspace();
  first = await night();
  await demo.close();
});
afterAll(() => rmSync(template, { recursive: true }));
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  copyFileSync(path.join(template, "store.duckdb"), path.join(home, "store.duckdb"));
  demo = await startWorkspace();
});
afterEach(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

const night = (more: Partial<NightOptions> = {}) =>
  runNight(
    { home, url: demo.url, token: demo.token, ...more, set: [shortHistory, ...(more.set ?? [])] },
    async ({ summary, store }) => ({
      summary,
      differences: await differences(demo.world, store),
      versions: (await store.database.rows<{ n: number }>("select count(*) as n from raw.tasks"))[0]!.n,
    }),
  );

/** Tasks and time alone, where nothing else is at stake. */
const shortNight = (set: readonly string[] = []) => night({ only: tasksAndTime, set });

const rows = <T>(sql: string) =>
  runNight({ home, url: demo.url, token: demo.token, only: ["workspaces"] }, ({ store }) =>
    store.database.rows<T>(sql),
  );

const now = "2026-11-16T09:00:00.000Z";
const actor = () => ({ by: demo.world.me, at: now });
const tasks = (): Task[] => [...demo.world.tasks.values()];
const placed = (): Task[] => tasks().filter((task) => task.places.length && !task.parent);

describe("the first night", () => {
  it("holds every task, subtask and time entry as Asana does", () => {
    expect(first.differences).toEqual([]);
    expect(first.summary.sources.filter(({ state }) => state !== "ok" && state !== "off")).toEqual([]);
    expect(first.summary.newlyMissing).toEqual([]);
  });
});

describe("the second night", () => {
  it("lets a deleted project take its tasks and their time with it, however many", async () => {
    const share = ["extract.shrink_threshold=0"];
    const [largest] = [...Map.groupBy(placed(), ({ places }) => places[0]!.section.project)].sort(
      (a, b) => b[1].length - a[1].length,
    );
    for (const task of largest![1]) if (task.places.length === 1) deleteTask(demo.world, task);
    demo.world.projects.delete(largest![0].gid);
    const second = await shortNight(share);
    expect(second.summary.notes).toEqual([]);
    expect(second.differences).toEqual([]);
  });

  it("keeps the time of tasks that this token may not see", async () => {
    const [entry] = [...demo.world.entries.values()].filter(({ task }) => !task.subtasks.length && task.parent);
    demo.world.tasks.delete(entry!.task.gid);
    entry!.task.parent!.subtasks.splice(entry!.task.parent!.subtasks.indexOf(entry!.task), 1);
    rmSync(path.join(home, "store.duckdb"));
    const held = () =>
      rows(`from raw.time_entries where gid = '${entry!.gid}' and _to_seq is null and _deleted_at is null`);
    await shortNight();
    expect(await held()).toHaveLength(1);
    await shortNight();
    expect(await held()).toHaveLength(1);
  });

  it("adds nothing and costs what the plan says when nothing happened", async () => {
    const second = await night();
    expect(second.summary).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    expect(second.versions).toBe(first.versions);
    expect(second.summary.numberOfRequests).toBeLessThan(first.summary.numberOfRequests);
    expect(Math.abs(second.summary.numberOfRequests - second.summary.plannedRequests!)).toBeLessThanOrEqual(3);
  });

  it("finds edits, moves, deletions, new tasks, subtasks and time", async () => {
    const [a, b, c, d, e, f] = placed();
    complete(demo.world, actor(), a!);
    const otherSection = [...demo.world.sections.values()].find((section) => section.project !== b!.places[0]!.project);
    placeTask(demo.world, b!, otherSection!);
    deleteTask(demo.world, c!);
    removeFromProject(demo.world, d!, d!.places[0]!.project);
    addTask(demo.world, actor(), { name: "Added below", parent: e! });
    const free = addTask(demo.world, actor(), { name: "In no project", assignee: demo.world.me });
    placeTask(demo.world, addTask(demo.world, actor(), { name: "Added" }), f!.places[0]!.section);
    const entries = [...demo.world.entries.values()];
    changeEntry(demo.world, entries[0]!, { minutes: entries[0]!.minutes + 30 });
    deleteEntry(demo.world, entries[1]!);
    const second = await shortNight();
    expect(second.differences).toEqual([]);
    expect(second.summary.deleted).toBeGreaterThanOrEqual(2);
    deleteTask(demo.world, free);
    restoreTask(demo.world, c!);
    expect((await shortNight()).differences).toEqual([]);
  });

  it("keeps what was known before as a version, and what is gone with its reason", async () => {
    const [task] = placed();
    deleteTask(demo.world, task!);
    await shortNight();
    expect(
      await rows(
        `select _from_seq, _to_seq, _deleted_reason as reason from raw.tasks where gid = '${task!.gid}' order by _from_seq`,
      ),
    ).toEqual([
      { _from_seq: 1, _to_seq: 2, reason: null },
      { _from_seq: 2, _to_seq: null, reason: "deleted" },
    ]);
  });
});

describe("nights in rotation", () => {
  const inTurn = ["extract.rotate=always"];

  it("are much cheaper, and find edits the night after", async () => {
    await night({ set: inTurn });
    const [a, b] = placed();
    complete(demo.world, actor(), a!);
    addTask(demo.world, actor(), { name: "Added below", parent: b! });
    b!.modifiedAt = now;
    const second = await night({ set: inTurn });
    expect(second.differences).toEqual([]);
    expect(second.summary.rotates).toBe(true);
    expect(second.summary.numberOfRequests).toBeLessThan(first.summary.numberOfRequests / 2);
  });

  it("find moves and deletions, which leave no trace, within seven nights", async () => {
    const [a, b] = placed();
    deleteTask(demo.world, a!);
    removeFromProject(demo.world, b!, b!.places[0]!.project);
    for (let n = 0; n < 6; n++) await shortNight(inTurn);
    expect((await shortNight(inTurn)).differences).toEqual([]);
  });
});

describe("stories", () => {
  it("are read of the configured projects alone, and progress tells rows, requests and what is expected", async () => {
    const { project } = placed()[0]!.places[0]!;
    const events: LogEvent[] = [];
    const set = ["extract.stories=true", `extract.stories_projects=["${project.gid}"]`];
    await night({ only: ["projects", "tasks", "stories"], set, log: (event) => events.push(event) });
    const asked = await rows<{ listing: string }>("select listing from ledger.listings where source = 'stories'");
    const inProject = placed().filter(({ places }) => places.some((place) => place.project === project));
    expect(asked.length).toBeGreaterThan(0);
    expect(inProject.map(({ gid }) => gid)).toEqual(expect.arrayContaining(asked.map(({ listing }) => listing)));
    const ofTasks = events.filter((event) => event.type === "progress" && event.task === "tasks");
    expect(ofTasks[0]).toMatchObject({ unit: "rows", total: expect.any(Number), data: { requests: 1 } });
  });

  it("keep the values before and after of fields of every type, and of dates", async () => {
    const fields = [...demo.world.fields.values()].filter(({ isGlobal }) => isGlobal);
    const ofType = (type: string) => fields.find((field) => field.type === type && !field.everywhereOn)!;
    const [task] = placed();
    const { project } = task!.places[0]!;
    const [date, people, skills] = [ofType("date"), ofType("people"), ofType("multi_enum")];
    for (const field of [date, people, skills])
      if (!project.settings.some((setting) => setting.field === field))
        project.settings.push({ gid: demo.world.gid(), parent: project, field, isImportant: false });
    for (const field of [date, people, skills]) task!.values.delete(field);
    const ask = asker(demo);
    const [a, b] = [...demo.world.people.keys()];
    const [option, other] = skills.options;
    const write = (data: Record<string, unknown>) => ask("PUT", `/tasks/${task!.gid}`, data);
    const valued = (day: string, person: string, options: readonly string[]) =>
      write({ custom_fields: { [date.gid]: { date: day }, [people.gid]: [person], [skills.gid]: options } });
    await write({ due_on: "2026-12-01" });
    await valued("2026-12-10", a!, [option!.gid]);
    await valued("2026-12-17", b!, [option!.gid, other!.gid]);
    await write({ due_on: "2026-12-24" });
    await night({ only: ["projects", "tasks", "stories"], set: ["extract.stories=true"] });
    const told = await rows<{ payload: string }>(
      `select payload from raw.stories where task_gid = '${task!.gid}' and resource_subtype in (
         'date_custom_field_changed', 'people_custom_field_changed', 'multi_enum_custom_field_changed', 'due_date_changed')
       order by created_at, gid`,
    );
    const changes = told.slice(-4).map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
    expect(changes).toMatchObject([
      { old_date_value: { due_on: "2026-12-10" }, new_date_value: { due_on: "2026-12-17" } },
      { old_people_value: [{ gid: a }], new_people_value: [{ gid: b }] },
      {
        old_multi_enum_values: [{ gid: option!.gid, name: option!.name }],
        new_multi_enum_values: [{ gid: option!.gid }, { gid: other!.gid }],
      },
      { old_dates: { due_on: "2026-12-01" }, new_dates: { due_on: "2026-12-24" } },
    ]);
  });
});

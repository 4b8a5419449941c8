import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Demo, type DemoOptions, startDemo } from "../../src/demo/start.ts";
import type { ExtractSummary } from "../../src/extract/extract.ts";
import { type NightOptions, runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { type Meddle, relay } from "../support/relay.ts";
import { differences } from "./truth.ts";

let demo: Demo;
const opened: (() => unknown)[] = [];
beforeAll(async () => {
  demo = await startDemo({ tasks: 60 });
});
afterAll(async () => {
  for (const close of opened) await close();
  await demo.close();
});

/** The same workspace, at an Asana that cuts its listings. */
async function cut(options: DemoOptions, meddle: Meddle = () => undefined) {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const server = await startDemo({ company: demo, ...options });
  const before = await relay(server.url, meddle);
  opened.push(before.close, server.close, () => rmSync(home, { recursive: true }));
  const night = (more: Partial<NightOptions> = {}) =>
    runNight(
      { home, url: before.url, token: demo.token, set: [shortHistory], ...more },
      async ({ summary, store }) => ({
        summary,
        differences: await differences(demo.world, store),
        timesheets: await gids("timesheet_approval_statuses")(store.database.rows),
        allocations: await gids("allocations")(store.database.rows),
      }),
    );
  return { night, requests: before.requests };
}

const gids = (table: string) => async (rows: <T>(sql: string) => Promise<T[]>) =>
  (await rows<{ gid: string }>(`select gid from raw.${table} where _to_seq is null and _deleted_at is null`))
    .map(({ gid }) => gid)
    .sort();
const gidsOf = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort();
const sourceOf = ({ sources }: ExtractSummary, name: string) => sources.find(({ source }) => source === name);

it("reads in ever smaller parts what Asana finds too large, and remembers it", async () => {
  const longestListing = {
    ...{ getProjects: 5, getTasks: 5, getAllocations: 3 },
    ...{ getTimeTrackingEntries: 25, getTimesheetApprovalStatuses: 8 },
  };
  const { night } = await cut({ longestListing });
  const first = await night();
  expect(first.differences).toEqual([]);
  expect(first.timesheets).toEqual(gidsOf(demo.world.timesheets));
  expect(first.allocations).toEqual(gidsOf(demo.world.allocations));
  expect(first.summary.sources.filter(({ state }) => state !== "ok" && state !== "off")).toEqual([]);
  const second = await night();
  expect(second.summary).toMatchObject({ added: 0, changed: 0, deleted: 0, notes: [] });
  expect(second.differences).toEqual([]);
  expect(second.summary.numberOfRequests).toBeLessThan(0.85 * first.summary.numberOfRequests);
});

it("splits one day of time entries by person", async () => {
  const fewest = 3;
  const { night, requests } = await cut({ longestListing: { getTimeTrackingEntries: fewest } });
  const [busiest] = [...demo.world.entriesByDay].sort(([, a], [, b]) => b.size - a.size);
  expect(busiest![1].size).toBeGreaterThan(fewest);
  expect((await night({ only: [...tasksAndTime, "users"] })).differences).toEqual([]);
  const ofDay = requests.filter(
    ({ query }) =>
      query.get("entered_on_start_date") === busiest![0] && query.get("entered_on_end_date") === busiest![0],
  );
  expect(ofDay.filter(({ query }) => query.has("user")).length).toBe(demo.world.people.size);
});

it("finds the tasks of a person's own list by search where the list is too large", async () => {
  const longestListing = { getTasksForUserTaskList: 3 };
  const { night, requests } = await cut({ longestListing }, ({ query }) => {
    query.delete("projects.not");
    return undefined;
  });
  expect((await night({ only: [...tasksAndTime, "users"] })).differences).toEqual([]);
  expect(requests.some(({ query }) => query.has("assignee.any"))).toBe(true);
});

it("reads what is open and says what is missing, and the way out, where there is no search", async () => {
  const longestListing = { getTasks: 5, getTasksForUserTaskList: 13 };
  const { night } = await cut({ longestListing, search: false });
  const { summary } = await night({ only: [...tasksAndTime, "users"] });
  const words =
    /holds more tasks than Asana lists.*only open ones are read. Divide it in Asana, or use a plan with search/;
  expect(sourceOf(summary, "tasks")).toMatchObject({ state: "partial", detail: expect.stringMatching(words) });
  expect(sourceOf(summary, "own_tasks")).toMatchObject({ state: "partial", detail: expect.stringMatching(words) });
});

it("asks each project for its changes section by section where even they are too large", async () => {
  const { night, requests } = await cut({ search: false, longestListing: { getTasks: 21 } });
  await night({ only: tasksAndTime, set: [shortHistory, "extract.rotate=never"] });
  const task = [...demo.world.tasks.values()].filter(({ places }) => places.length && places[0]!.section.tasks.length);
  const project = [...demo.world.projects.values()].find(
    ({ sections }) => sections.reduce((sum, { tasks }) => sum + tasks.length, 0) > 21,
  );
  for (const one of task.filter(({ places }) => places[0]!.project === project))
    one.modifiedAt = "2026-11-16T09:00:00.000Z";
  demo.world.version += 1;
  const { summary } = await night({ only: tasksAndTime, set: [shortHistory, "extract.rotate=always"] });
  expect(sourceOf(summary, "task_changes")).toMatchObject({ state: "partial" });
  expect(requests.some(({ query }) => query.has("section") && query.has("modified_since"))).toBe(true);
});

it("says that rows are missing where nothing narrower can be asked, and deletes none of those held", async () => {
  const whole = await cut({});
  const held = sourceOf((await whole.night({ only: ["tags"] })).summary, "tags")?.numberOfRows;
  expect(held).toBe(demo.world.tags.size);
  const { night } = await cut({ longestListing: { getTagsForWorkspace: 10 } });
  const { summary } = await night({ only: ["tags"] });
  expect(sourceOf(summary, "tags")).toMatchObject({
    state: "failed",
    detail: expect.stringMatching(
      /too large for Asana to list.*rows that it has not shown are missing.*Archive, divide/,
    ),
  });
  expect(summary.deleted).toBe(0);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { runCli } from "../support/run-cli.ts";
import { differences } from "./truth.ts";

let home: string;
let demo: Demo;
beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  demo = await startDemo({ tasks: 60, faults: "every", clockSkewMinutes: 10, hidesAnEmail: true });
});
afterEach(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

/** Tasks of the project that always fails, and those whose rows break the schema, cannot be held. */
function unreadable(): ReadonlySet<string> {
  const { failingProject, badRows = [] } = demo.faults!;
  const inFailing = [...demo.world.tasks.values()].filter(({ places }) =>
    places.some(({ project }) => project.gid === failingProject),
  );
  return new Set([...badRows, ...inFailing.map(({ gid }) => gid)]);
}

it("brings home every row that can be had, and says in words which cannot, when everything goes wrong at once", async () => {
  const night = await runNight(
    { home, url: demo.url, token: demo.token, only: tasksAndTime, set: [shortHistory], sleep: async () => {} },
    async ({ summary, store }) => ({ summary, differences: await differences(demo.world, store) }),
  );
  const lost = unreadable();
  const wrong = night.differences.filter((line) => ![...lost].some((gid) => line.includes(gid)));
  expect(wrong).toEqual([]);
  const tasks = night.summary.sources.find(({ source }) => source === "tasks")!;
  expect(tasks.state).toBe("partial");
  expect(tasks.detail).toMatch(new RegExp(`1 of \\d+ listings failed \\(500: .*; ${demo.faults!.failingProject}\\)`));
  expect(night.summary.deleted).toBe(0);
});

it("ends a refresh with 2 and a summary that names what is missing", async () => {
  const environment = { ASANA_ACCESS_TOKEN: demo.token, ASANA_BASE_URL: demo.url };
  const words = ["refresh", "--only", "extract", "--home", home, "--today", demo.today, "--set", shortHistory];
  const { code, out } = await runCli(words, { environment, sleep: async () => {} });
  expect(code).toBe(2);
  expect(out).toMatch(/tasks is (newly )?partial: 1 of \d+ listings failed/);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { deleteProject, restoreProject } from "../../src/demo/world/projects.ts";
import { addTask, deleteTask, placeTask } from "../../src/demo/world/tasks.ts";
import type { Project } from "../../src/demo/world/types.ts";
import { type NightOptions, runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

let demo: Demo;
let home: string;
beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  demo = await startDemo({ tasks: 60 });
  await night();
});
afterAll(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

/** By table, the column that names the project that a row goes with. */
const children = {
  ...{ sections: "project_gid", project_memberships: "project_gid", custom_field_settings: "parent_gid" },
  ...{ status_updates: "parent_gid", portfolio_items: "item_gid", allocations: "project_gid", budgets: "project_gid" },
  ...{ rates: "project_gid", task_templates: "project_gid" },
};

const night = (more: Partial<NightOptions> = {}) =>
  runNight(
    { home, url: demo.url, token: demo.token, set: [shortHistory, "extract.rotate=always"], ...more },
    async ({ summary, store }) => {
      const held = async (gid: string) => {
        const counts: [string, number][] = [];
        for (const [table, column] of Object.entries(children)) {
          const [row] = await store.database.rows<{ n: number }>(
            `select count(*) as n from raw.${table} where _to_seq is null and _deleted_at is null and ${column} = '${gid}'`,
          );
          counts.push([table, row!.n]);
        }
        return Object.fromEntries(counts);
      };
      return {
        summary,
        differences: await differences(demo.world, store),
        held: Object.fromEntries(
          await Promise.all([...projects].map(async ({ gid }) => [gid, await held(gid)] as const)),
        ) as Record<string, Record<string, number>>,
        history: await store.database.rows<{ state: string }>(`
          select string_agg(coalesce(_deleted_reason, 'there'), ', ' order by _from_seq) as state from raw.sections
          where project_gid = '${projects[0]?.gid}' group by gid`),
      };
    },
  );

let projects: readonly Project[] = [];

/** A project with something of every kind, so that nothing can be missed. */
function fullProject(): Project {
  const [project] = [...demo.world.budgets.values()]
    .map((budget) => budget.project)
    .filter(
      (one) =>
        !one.isArchived &&
        one.statuses.length > 0 &&
        [...demo.world.rates.values()].some((rate) => rate.project === one),
    );
  const { world } = demo;
  const [template] = world.taskTemplates.values();
  const [allocation] = world.allocations.values();
  const [portfolio] = [...world.portfolios.values()].filter(({ owner }) => owner === world.me);
  if (![...world.taskTemplates.values()].some(({ parent }) => parent === project)) {
    const gid = world.gid();
    world.taskTemplates.set(gid, { ...template!, gid, parent: project! });
  }
  if (![...world.allocations.values()].some((one) => one.project === project)) {
    const gid = world.gid();
    world.allocations.set(gid, { ...allocation!, gid, project: project! });
  }
  if (!project!.portfolios.some((one) => one === portfolio)) {
    portfolio!.items.push({ gid: world.gid(), portfolio: portfolio!, item: project! });
    project!.portfolios.push(portfolio!);
  }
  return project!;
}

it("lets a deleted project take along all that hangs on it, the same night in rotation, and bring it back", async () => {
  const project = fullProject();
  projects = [project];
  const elsewhere = [...demo.world.sections.values()].find((section) => section.project !== project)!;
  const shared = addTask(
    demo.world,
    { by: demo.world.me, at: "2026-11-16T08:00:00.000Z" },
    { name: "In two projects" },
  );
  placeTask(demo.world, shared, project.sections[0]!);
  placeTask(demo.world, shared, elsewhere);
  const before = await night({ set: [shortHistory, "extract.rotate=never"] });
  const there = before.held[project.gid]!;
  expect(Object.entries(there).filter(([, n]) => n === 0)).toEqual([]);
  await night();

  const deleted = deleteProject(demo.world, project);
  expect(deleted.tasks.length).toBeGreaterThan(2);
  const gone = await night();
  expect(gone.held[project.gid]).toEqual(Object.fromEntries(Object.keys(there).map((table) => [table, 0])));
  expect(gone.differences).toEqual([]);
  expect(gone.summary.notes).toEqual([]);

  restoreProject(demo.world, deleted);
  const back = await night();
  expect(back.held[project.gid]).toEqual(there);
  expect(back.differences).toEqual([]);
  const states = back.history.map(({ state }) => state);
  expect(states.length).toBe(project.sections.length);
  for (const state of states) expect(state).toMatch(/^there, deleted( with its parent)?, there$/);
});

it("lets the members of a deleted team and the items of a deleted portfolio go in rotation, and come back", async () => {
  const { world } = demo;
  const team = [...world.teams.values()].find(({ members }) => members.length > 1)!;
  const portfolio = [...world.portfolios.values()].find(({ owner, items }) => owner === world.me && items.length > 0)!;
  const held = (only: readonly string[] = ["teams", "team_memberships", "portfolios", "portfolio_items"]) =>
    runNight(
      { home, url: demo.url, token: demo.token, only, set: [shortHistory, "extract.rotate=always"] },
      async ({ store }) => {
        const count = async (table: string, where: string) =>
          (
            await store.database.rows<{ n: number }>(
              `select count(*) as n from raw.${table} where _to_seq is null and _deleted_at is null and ${where}`,
            )
          )[0]!.n;
        return {
          members: await count("team_memberships", `team_gid = '${team.gid}'`),
          items: await count("portfolio_items", `portfolio_gid = '${portfolio.gid}'`),
        };
      },
    );
  const before = { members: team.members.length, items: portfolio.items.length };
  expect(await held()).toEqual(before);
  world.teams.delete(team.gid);
  world.portfolios.delete(portfolio.gid);
  expect(await held()).toEqual({ members: 0, items: 0 });
  world.teams.set(team.gid, team);
  world.portfolios.set(portfolio.gid, portfolio);
  expect(await held()).toEqual(before);
});

it("finds the subtasks of a deleted task gone with it in rotation, where there is no search", async () => {
  const other = await startDemo({ company: demo, search: false });
  const given = { url: other.url, only: tasksAndTime };
  await night(given);
  const parent = [...demo.world.tasks.values()].find(({ subtasks }) => subtasks.length > 0)!;
  deleteTask(demo.world, parent);
  const found: string[][] = [];
  for (let n = 0; n < 7; n++) found.push((await night(given)).differences);
  await other.close();
  expect(found.at(-1)).toEqual([]);
});

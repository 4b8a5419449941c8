import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { addStory } from "../../src/demo/world/tasks.ts";
import type { Task } from "../../src/demo/world/types.ts";
import type { Store } from "../../src/warehouse/store.ts";
import { runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";

let demo: Demo;
beforeAll(async () => {
  demo = await startDemo({ tasks: 60 });
});
afterAll(() => demo.close());

interface Held {
  readonly gid: string;
  readonly name: string;
}

async function night<T>(
  set: readonly string[],
  use: (store: Store) => Promise<T>,
  only: readonly string[] = tasksAndTime,
): Promise<T> {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const given = { home, url: demo.url, token: demo.token, only, set: [shortHistory, ...set] };
  return runNight(given, ({ store }) => use(store)).finally(() => rmSync(home, { recursive: true }));
}

const rootOf = (task: Task): Task => (task.parent ? rootOf(task.parent) : task);
const namesOf = async (store: Store, table: string): Promise<string[]> =>
  (await store.database.rows<Held>(`select gid, name from raw.${table} where name <> 'Outside the read scope'`))
    .map(({ gid }) => gid)
    .sort();
const inProject = (gid: string) => (task: Task) =>
  [task, rootOf(task)].some(({ places }) => places.some(({ project }) => project.gid === gid));

it("keeps names and texts of one project alone, and the hours of all", async () => {
  const project = [...demo.world.projects.values()].find(({ gid }) =>
    [...demo.world.tasks.values()].some((task) => task.parent && inProject(gid)(task)),
  )!;
  const within = [...demo.world.tasks.values()].filter(inProject(project.gid)).map(({ gid }) => gid);
  await night([`scope.projects=["${project.gid}"]`], async (store) => {
    expect(await namesOf(store, "projects")).toEqual([project.gid]);
    expect(await namesOf(store, "tasks")).toEqual(within.sort());
    const file = JSON.stringify(
      await store.database.rows("select * from raw.tasks where name = 'Outside the read scope'"),
    );
    const outside = [...demo.world.tasks.values()].filter((task) => !inProject(project.gid)(task));
    expect(outside.filter(({ name }) => name.length > 12 && file.includes(JSON.stringify(name).slice(1, -1)))).toEqual(
      [],
    );
    const [held] = await store.database.rows(
      "select count(*) as tasks, sum(actual_time_minutes) as minutes from raw.tasks where _to_seq is null",
    );
    const minutes = [...demo.world.entries.values()].reduce((sum, entry) => sum + entry.minutes, 0);
    expect(held).toEqual({ tasks: demo.world.tasks.size, minutes });
    expect(
      await store.database.rows(`select gid from raw.time_entries where description is not null
        and task_gid not in (select gid from raw.tasks where name <> 'Outside the read scope')`),
    ).toEqual([]);
  });
});

it("finds the projects of teams and portfolios, and the tasks of tags", async () => {
  const projects = [...demo.world.projects.values()];
  const team = projects.find((project) => project.team)!.team!;
  const ofTeam = projects.filter((project) => project.team === team).map(({ gid }) => gid);
  await night([`scope.teams=["${team.gid}"]`], async (store) =>
    expect(await namesOf(store, "projects")).toEqual(ofTeam.sort()),
  );
  const tagged = [...demo.world.tasks.values()].find(({ tags }) => tags.length > 0)!;
  await night([`scope.tags=["${tagged.tags[0]!.gid}"]`], async (store) => {
    expect(await namesOf(store, "projects")).toEqual([]);
    expect(await namesOf(store, "tasks")).toContain(tagged.gid);
  });
});

it("keeps no words of Asana's own stories where a scope or somebody left out forbids names, and what happened by gid", async () => {
  const task = [...demo.world.tasks.values()].find(({ assignee, places }) => assignee && places.length > 0)!;
  const { project, section } = task.places[0]!;
  const person = task.assignee!;
  const at = "2026-11-16T09:00:00.000Z";
  const move = {
    old_section: { gid: section.gid, resource_type: "section", name: section.name },
    new_section: { gid: section.gid, resource_type: "section", name: section.name },
  };
  addStory(demo.world, { at, by: person }, task, { subtype: "section_changed", text: "moved it", change: move });
  addStory(demo.world, { at, by: person }, task, { subtype: "comment_added", type: "comment", text: "A word of mine" });
  const toldOf = (set: string) =>
    night(
      [set, "extract.stories=true"],
      (store) =>
        store.database.rows<{ type: string; text: string | null; payload: string }>(
          `select type, text, payload from raw.stories where task_gid = '${task.gid}'`,
        ),
      [...tasksAndTime, "stories"],
    );
  const inScope = await toldOf(`scope.projects=["${project.gid}"]`);
  expect(inScope.filter(({ type, text }) => type === "system" && text !== null)).toEqual([]);
  expect(inScope.map(({ text }) => text)).toContain("A word of mine");
  const leftOut = await toldOf(`privacy.left_out=["${person.gid}"]`);
  for (const told of [inScope, leftOut]) {
    expect(told.length).toBeGreaterThan(2);
    expect(told.filter(({ payload }) => payload.includes('"name":"') && payload.includes("section"))).toEqual([]);
    expect(told.some(({ payload }) => payload.includes(person.gid))).toBe(true);
    expect(told.some(({ payload }) => payload.includes(section.gid))).toBe(true);
  }
  expect(leftOut.filter(({ text }) => text !== null)).toEqual([]);
});

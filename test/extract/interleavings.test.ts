import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import {
  addTask,
  changeEntry,
  complete,
  deleteEntry,
  deleteTask,
  logTime,
  placeTask,
  removeFromProject,
  restoreTask,
  setParent,
} from "../../src/demo/world/tasks.ts";
import type { World } from "../../src/demo/world/world.ts";
import { runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

/** `npm run soak` runs 1,000 of them; PLIMSOLL_SEED names the first. */
const schedules = Number(process.env.PLIMSOLL_SCHEDULES ?? 20);
const firstSeed = Number(process.env.PLIMSOLL_SEED ?? 1);

let home: string;
let demo: Demo;

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  demo = await startDemo({ tasks: 40 });
});
afterAll(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

type Pick = <T>(items: Iterable<T>) => T | undefined;
type Edit = (world: World, pick: Pick) => void;

const at = "2026-11-16T09:00:00.000Z";

/** What people do to a workspace while it is being read. */
const edits: readonly Edit[] = [
  (world, pick) => act(pick(world.tasks.values()), (task) => complete(world, { by: world.me, at }, task)),
  (world, pick) => act(pick(world.tasks.values()), (task) => rename(world, task, `Renamed ${world.version}`)),
  (world, pick) => act(pick(world.tasks.values()), (task) => deleteTask(world, task)),
  (world, pick) => act(pick(world.trash.values()), (task) => restoreTask(world, task)),
  (world, pick) =>
    act(pick(world.tasks.values()), (task) =>
      act(pick(world.sections.values()), (section) => placeTask(world, task, section)),
    ),
  (world, pick) =>
    act(pick([...world.tasks.values()].filter(({ places }) => places.length > 0)), (task) =>
      removeFromProject(world, task, task.places[0]!.project),
    ),
  (world, pick) =>
    act(pick(world.sections.values()), (section) =>
      placeTask(world, addTask(world, { by: world.me, at }, { name: `Added ${world.version}` }), section),
    ),
  (world, pick) =>
    act(pick([...world.tasks.values()].filter(({ parent }) => !parent)), (parent) =>
      addTask(world, { by: world.me, at }, { name: `Below ${world.version}`, parent }),
    ),
  (world, pick) =>
    act(pick([...world.tasks.values()].filter(({ parent }) => parent)), (task) =>
      act(
        pick([...world.tasks.values()].filter((other) => !other.parent && other !== task && !task.subtasks.length)),
        (parent) => setParent(world, task, parent),
      ),
    ),
  (world, pick) =>
    act(pick(world.tasks.values()), (task) =>
      logTime(world, { task, person: world.me, enteredOn: "2026-11-13", minutes: 45, createdAt: Date.parse(at) }),
    ),
  (world, pick) =>
    act(pick(world.entries.values()), (entry) => changeEntry(world, entry, { minutes: entry.minutes + 15 })),
  (world, pick) => act(pick(world.entries.values()), (entry) => deleteEntry(world, entry)),
];

function act<T>(item: T | undefined, what: (item: T) => unknown): void {
  if (item !== undefined) what(item);
}

function rename(world: World, task: { name: string }, name: string): void {
  task.name = name;
  world.version += 1;
}

/** Park and Miller's generator: a schedule can be run again by its seed. */
function randomFrom(seed: number): () => number {
  let state = (seed * 48_271) % 2_147_483_647;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const night = (rotates: boolean, onPage: () => void = () => {}) =>
  runNight(
    {
      home,
      url: demo.url,
      token: demo.token,
      only: tasksAndTime,
      set: [shortHistory, `extract.rotate=${rotates ? "always" : "auto"}`],
      log: (event) => event.type === "progress" && onPage(),
    },
    ({ store }) => differences(demo.world, store),
  );

/** Quiet nights after which the warehouse must hold the truth: one where everything is read, seven in rotation. */
const quietNights = (rotates: boolean): number => (rotates ? 7 : 1);

const schedule = (seed: number) => ({ seed, rotates: seed % 4 === 0, mode: seed % 4 === 0 ? "in rotation" : "fresh" });

it.each(Array.from({ length: schedules }, (_, index) => schedule(firstSeed + index)))(
  "holds the truth after quiet nights, whatever happened in between (seed $seed, $mode)",
  async ({ seed, rotates }) => {
    const random = randomFrom(seed);
    const pick: Pick = (items) => {
      const list = [...items];
      return list[Math.floor(random() * list.length)];
    };
    await night(rotates, () => {
      if (random() < 0.2) pick(edits)!(demo.world, pick);
    });
    let found = await night(rotates);
    for (let nights = 1; found.length > 0 && nights < quietNights(rotates); nights++) found = await night(rotates);
    expect(found).toEqual([]);
  },
);

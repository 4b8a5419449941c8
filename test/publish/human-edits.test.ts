import { afterAll, beforeAll, expect, it } from "vitest";
import type { CustomField, Task } from "../../src/demo/world/types.ts";
import { applyPlan } from "../../src/publish/apply.ts";
import { keyIn } from "../../src/publish/marker.ts";
import { planUndo } from "../../src/publish/undo.ts";
import { insert } from "../models/support/marts.ts";
import { asOf, type Bench, openBench } from "./support/bench.ts";

/** A few for every day; `npm run soak` asks for 500. */
const interleavings = Number(process.env.PLIMSOLL_INTERLEAVINGS ?? 5);
/** Interleavings that follow one another in one workspace, so that later ones meet what earlier ones left. */
const perWorkspace = 25;
/** Where to begin, to repeat a failure without what came before: a multiple of 25. */
const first = Number(process.env.PLIMSOLL_FIRST_INTERLEAVING ?? 0);
const settings = ["publish.phase=prediction"];

let bench: Bench;

/** A small generator (Lehmer, 1951), so that a failure can be repeated by its seed. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A place where both Plimsoll and people write: a custom field of an object, or a text of a task. */
interface Place {
  readonly id: string;
  readonly gid: string;
  read(): unknown;
  /** Types something, as a person; gives what the server holds then. */
  type(random: (below: number) => number): Promise<unknown>;
}

const fieldNamed = (name: string): CustomField | undefined =>
  [...bench.demo.world.fields.values()].find((field) => field.name === name);

/** What the server holds, in a form that compares. */
const shown = (value: unknown): unknown =>
  value !== null && typeof value === "object"
    ? ((value as { name?: string; date?: string }).name ?? (value as { date?: string }).date)
    : (value ?? null);

function fieldPlace(kind: "projects" | "tasks", gid: string, name: string): Place[] {
  const { world } = bench.demo;
  const field = fieldNamed(name);
  const object = kind === "projects" ? world.projects.get(gid) : world.tasks.get(gid);
  const project = kind === "projects" ? world.projects.get(gid) : world.tasks.get(gid)?.places[0]?.project;
  if (!field || !object || !project?.settings.some((setting) => setting.field === field)) return [];
  const read = () => shown(object.values.get(field));
  return [
    {
      id: `${kind} ${gid} ${name}`,
      gid,
      read,
      type: async (random) => {
        const value = random(5) === 0 ? null : valueFor(field, random);
        await bench.person.put(`/${kind}/${gid}`, { custom_fields: { [field.gid]: value } });
        return read();
      },
    },
  ];
}

function valueFor(field: CustomField, random: (below: number) => number): unknown {
  if (field.type === "enum") return field.options[random(field.options.length)]!.gid;
  return field.type === "date" ? { date: `2027-01-${10 + random(19)}` } : 1 + random(99);
}

function textPlaces(task: Task): Place[] {
  return (["name", "notes"] as const).map((name) => ({
    id: `task ${task.gid} ${name}`,
    gid: task.gid,
    read: () => task[name],
    type: async (random) => {
      // People keep the marker line or lose it.
      const marker = random(2) === 0 ? `\n\nplimsoll:${keyIn(task.notes) ?? "lost"}` : "";
      await bench.person.put(`/tasks/${task.gid}`, {
        [name]: `Typed ${random(1_000)}${name === "notes" ? marker : ""}`,
      });
      return task[name];
    },
  }));
}

let tasks: string[] = [];

function places(): Place[] {
  const { world } = bench.demo;
  const own = [...world.tasks.values()].filter(({ notes }) => /plimsoll:retro:/.test(notes));
  return [
    ...bench.projects.flatMap((gid) =>
      ["On-Time Chance", "Forecast Risk", "Projected Completion (P50)"].flatMap((name) =>
        fieldPlace("projects", gid, name),
      ),
    ),
    ...tasks.flatMap((gid) =>
      ["AI-Adjusted Estimate", "Forecast Confidence Score"].flatMap((name) => fieldPlace("tasks", gid, name)),
    ),
    ...own.flatMap(textPlaces),
  ];
}

async function openFilled(): Promise<void> {
  bench = await openBench();
  const [project] = bench.projects;
  tasks = [...bench.demo.world.tasks.values()]
    .filter(({ places: at, completedAt, parent }) => !completedAt && !parent && at[0]?.project.gid === project)
    .slice(0, 3)
    .map(({ gid }) => gid);
  await insert(
    bench.release,
    "marts.tasks",
    tasks.map((gid) => ({
      task_gid: gid,
      project_gid: project!,
      name: "Task",
      is_completed: false,
      created_at: `${asOf} 00:00:00`,
    })),
  );
  await insert(
    bench.release,
    "marts.task_forecasts",
    tasks.map((gid) => ({
      task_gid: gid,
      hours_p50: 8,
      hours_p80: 12,
      confidence: 0.6,
      completes_on_p50: "2026-12-04",
      n: 40,
      status: "ok",
      as_of_on: asOf,
    })),
  );
}

beforeAll(openFilled);
afterAll(() => bench.close());

it("never loses what a person typed, over nights, edits at any moment, and undos in any order", async () => {
  /** The server's own log: what people typed last, by place. Plimsoll may write where nobody typed, and nowhere else. */
  let typed = new Map<string, { readonly place: Place; readonly value: unknown }>();
  /** What Plimsoll left at a place, until somebody types there and a run sees it. */
  let ours = new Map<string, unknown>();
  let nights: string[] = [];
  let edits = 0;

  for (let round = first; round < first + interleavings; round++) {
    if (round > first && round % perWorkspace === 0) {
      await bench.close();
      await openFilled();
      [typed, ours, nights] = [new Map(), new Map(), []];
    }
    const random = generator(1_009 + round);
    const editOne = async (except: ReadonlySet<string>) => {
      const open = places().filter(({ gid }) => !except.has(gid));
      const place = open[random(Math.max(1, open.length))];
      if (!place) return;
      const before = place.read();
      const value = await place.type(random);
      edits += 1;
      if (value === before) return;
      // Nobody can tell what stood there before, Plimsoll's own or nothing at all, from the same typed again before any run looked.
      if (!ours.has(place.id) && !typed.has(place.id)) ours.set(place.id, before);
      if (ours.get(place.id) === value) {
        typed.delete(place.id);
        ours.delete(place.id);
        return;
      }
      typed.set(place.id, { place, value });
    };
    /** One after the other, so that the log knows what was typed last where two people type at once. */
    let typing = Promise.resolve();
    const edit = (except: ReadonlySet<string> = new Set()): Promise<void> => {
      typing = typing.then(() => editOne(except));
      return typing;
    };
    const settle = () => {
      for (const place of places())
        if (typed.has(place.id)) ours.delete(place.id);
        else ours.set(place.id, place.read());
    };
    const night = async (id: string) => {
      const set = [5 + random(90), 1 + random(20), 1 + random(28)];
      await bench.release.run(`update marts.project_forecasts set on_time_probability = ${set[0]! / 100},
        risk = '${["low", "medium", "high"][random(3)]}', completes_on_p50 = date '2027-01-${String(set[2]).padStart(2, "0")}'`);
      await bench.release.run(`update marts.task_forecasts set hours_p50 = ${set[1]}, confidence = ${set[0]! / 100}`);
      await bench.release.run(`update marts.retro_insights set finding = 'Finding ${random(3)}'`);
      const plan = await bench.plan(id, settings);
      // People go on working between plan and write, and while others are written.
      while (random(3) === 0) await edit();
      const from = bench.proxy.arrivals.length;
      // Not at objects that Plimsoll has looked at and is about to write: Asana knows no way to write only if unchanged.
      const looked = () =>
        new Set(bench.proxy.arrivals.slice(from).flatMap((at) => /\/(\d+)(?:\/|$)/.exec(at)?.[1] ?? []));
      bench.proxy.beforeWrite(() => (random(6) === 0 ? edit(looked()) : undefined));
      const { not_written } = await applyPlan(bench.context(id, settings), plan, bench);
      bench.proxy.beforeWrite(undefined);
      expect(not_written.filter(({ is_known }) => !is_known)).toEqual([]);
      nights.push(id);
    };
    const undo = async (id: string) => {
      const run = nights.splice(random(nights.length), 1)[0]!;
      const plan = await planUndo(bench.context(id), run, bench).catch((error: unknown) => {
        expect(String(error)).toContain("wrote nothing");
      });
      while (random(3) === 0) await edit();
      if (plan) await applyPlan(bench.context(id), plan, bench);
    };
    for (let step = 0; step < 5; step++) {
      const choice = step === 0 ? 3 : random(4);
      if (choice === 0) await edit();
      else if (choice === 1 && nights.length > 0) await undo(`undo-${round}-${step}`);
      else await night(`night-${round}-${step}`);
      for (const [id, { place, value }] of typed)
        expect([round, step, id, place.read()]).toEqual([round, step, id, value]);
      if (choice !== 0) settle();
    }
  }
  expect(edits).toBeGreaterThan(interleavings);
});

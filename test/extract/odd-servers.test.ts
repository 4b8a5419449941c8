import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { addTask, changeEntry, deleteTask } from "../../src/demo/world/tasks.ts";
import type { Task } from "../../src/demo/world/types.ts";
import { type NightOptions, runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import { type Meddle, relay } from "../support/relay.ts";
import { runCli } from "../support/run-cli.ts";
import { differences } from "./truth.ts";

let demo: Demo;
const opened: (() => unknown)[] = [];
beforeAll(async () => {
  demo = await startDemo({ tasks: 40 });
});
afterAll(async () => {
  for (const close of opened) await close();
  await demo.close();
});

/** A server of another make: the embedded one, with something done otherwise. */
async function odd(meddle: Meddle, target = demo) {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const server = await relay(target.url, meddle);
  opened.push(server.close, () => rmSync(home, { recursive: true }));
  const night = (more: Partial<NightOptions> = {}) =>
    runNight(
      { home, url: server.url, token: demo.token, only: tasksAndTime, set: [shortHistory], ...more },
      async ({ summary, store }) => ({
        summary,
        differences: await differences(target.world, store),
        portfolios: await store.database.rows("select gid from raw.portfolios where _to_seq is null order by gid"),
      }),
    );
  return { home, server, night };
}

it("takes no entry for a task's own where the list ignores which task is asked for and names none", async () => {
  const nameless = await startDemo({ company: demo, flatEntriesHaveTask: false });
  opened.push(nameless.close);
  const { night, server } = await odd(({ path, query }) => {
    if (path === "/time_tracking_entries") query.delete("task");
    return undefined;
  }, nameless);
  expect((await night()).differences).toEqual([]);
  const asked = server.requests.filter(({ query }) => query.has("task"));
  expect(asked.length).toBeLessThan(30);
});

it("reads portfolios that lie in others and are somebody else's, and everybody's where the token sees them", async () => {
  const { night } = await odd(({ path, query }) => {
    if (path !== "/portfolios" || query.has("owner")) return undefined;
    return { status: 400, body: { errors: [{ message: "owner: Missing input" }] } };
  });
  const [outer, inner] = [...demo.world.portfolios.values()].filter(({ items }) => items.length > 0);
  const others = [...demo.world.portfolios.values()].find(({ owner }) => owner !== demo.world.me)!;
  const all = ["portfolios", "portfolio_items", "nested_portfolios"];
  const own = [...demo.world.portfolios.values()].filter(({ owner }) => owner === demo.world.me).map(({ gid }) => gid);
  const gidsOf = (rows: readonly unknown[]) => rows.map((row) => (row as { gid: string }).gid);
  expect(gidsOf((await night({ only: all })).portfolios)).toEqual(own.sort());
  expect(inner).toBeDefined();
  outer!.items.push({ gid: demo.world.gid(), portfolio: outer!, item: others });
  const second = await night({ only: all });
  outer!.items.pop();
  expect(gidsOf(second.portfolios)).toEqual([...own, others.gid].sort());
  expect(second.summary.deleted).toBe(0);
});

it("takes a project whose members this token may not see for known from the second night on", async () => {
  const [project] = demo.world.projects.values();
  const { home, server } = await odd(({ path, query }) =>
    path === "/memberships" && query.get("parent") === project!.gid
      ? { status: 403, body: { errors: [{ message: "You do not have access to this project." }] } }
      : undefined,
  );
  const environment = { ASANA_ACCESS_TOKEN: demo.token, ASANA_BASE_URL: server.url };
  const words = ["refresh", "--only", "extract", "--home", home, "--today", demo.today, "--set", shortHistory];
  const first = await runCli(words, { environment });
  expect(first.out).toMatch(/project_memberships is newly partial: 1 of \d+ listings are not for this token \(403/);
  const second = await runCli(words, { environment });
  expect(second).toMatchObject({ code: 0 });
  expect(second.out).toMatch(/\d+ were planned/);
});

it("names what a plan lacks in one line on the first night", async () => {
  const free = await startDemo({ company: demo, plan: "free", search: false });
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  opened.push(free.close, () => rmSync(home, { recursive: true }));
  const environment = { ASANA_ACCESS_TOKEN: demo.token, ASANA_BASE_URL: free.url };
  const words = ["refresh", "--only", "extract", "--home", home, "--today", demo.today, "--set", shortHistory];
  const { code, out } = await runCli(words, { environment });
  expect(code).toBe(2);
  expect(out.match(/^!.*$/gm)).toEqual([
    expect.stringMatching(/^! extract: not in this plan.*seen first tonight: .*allocations, budgets.*plimsoll doctor/),
  ]);
  const plan = JSON.parse((await runCli(["refresh", "--plan", "--json", ...words.slice(3)], { environment })).out);
  const again = await runCli(words, { environment });
  expect(again.code).toBe(0);
  const took = Number(/with (\d+) requests/.exec(again.out)?.[1]);
  expect(Math.abs(took - plan.requests)).toBeLessThan(0.1 * took);
});

const shortPages: Meddle = ({ query }) => {
  if (query.has("limit")) query.set("limit", "7");
  return undefined;
};
const badRequest = (message: string) => ({ status: 400, body: { errors: [{ message }] } });

it("begins a listing of any kind anew whose offset expired, and counts its rows once", async () => {
  const hasExpired = new Set<string>();
  const expiring = await odd((exchange) => {
    const { path: at, query } = exchange;
    const listing = `${at} ${[...query].filter(([name]) => name !== "offset")}`;
    if (!query.has("offset") || hasExpired.has(listing)) return shortPages(exchange);
    hasExpired.add(listing);
    return badRequest("offset: Your pagination token has expired.");
  });
  const plain = await odd(shortPages);
  const read = ({ home, server }: typeof plain) =>
    runNight({ home, url: server.url, token: demo.token, set: [shortHistory] }, async ({ store }) => ({
      differences: await differences(demo.world, store),
      rows: await store.database.rows(
        "select source, listing, state, number_of_rows from ledger.listings where source <> 'moved' order by all",
      ),
    }));
  const undisturbed = await read(plain);
  expect(undisturbed.differences).toEqual([]);
  expect(await read(expiring)).toEqual(undisturbed);
  expect(hasExpired.size).toBeGreaterThan(15);
});

it("reads a project section by section where Asana finds its tasks too many", async () => {
  const project = [...demo.world.projects.values()].reduce((most, one) =>
    tasksIn(one.gid) > tasksIn(most.gid) ? one : most,
  );
  const { night } = await odd((exchange) => {
    const { path: at, query } = exchange;
    const isCut = at === "/tasks" && query.get("project") === project.gid && query.has("offset");
    return isCut ? badRequest("The result is too large. You should use pagination!") : shortPages(exchange);
  });
  expect(tasksIn(project.gid)).toBeGreaterThan(7);
  for (const at of ["first", "second"]) {
    const { summary, differences: found } = await night();
    expect({ at, found, deleted: summary.deleted }).toEqual({ at, found: [], deleted: 0 });
    expect(summary.sources.find(({ source }) => source === "tasks")).toMatchObject({ state: "ok" });
  }
});

it("remembers that a project is too large, asks for its sections at once, and tries it whole again after 28 nights", async () => {
  const project = [...demo.world.projects.values()].find(({ gid }) => tasksIn(gid) > 7)!;
  let isTooLarge = true;
  const { home, night, server } = await odd(({ path: at, query }) => {
    const isWhole = at === "/tasks" && query.get("project") === project.gid;
    return isWhole && isTooLarge ? badRequest("The result is too large. You should use pagination!") : undefined;
  });
  const asked = async () => {
    const before = server.requests.length;
    const { summary } = await night({ only: ["projects", "tasks"] });
    expect(summary.sources.find(({ source }) => source === "tasks")).toMatchObject({ state: "ok" });
    const requests = server.requests.slice(before).filter((request) => request.path === "/tasks");
    const whole = requests.filter(({ query }) => query.get("project") === project.gid).length;
    return `${whole} whole, ${requests.filter(({ query }) => query.has("section")).length} parts`;
  };
  const letNightsPass = (n: number) =>
    runNight({ home, url: server.url, token: demo.token, only: [] }, ({ store }) =>
      store.database.run(`update ledger.listings set too_large_seq = too_large_seq - ${n}`),
    );
  const n = project.sections.length;
  expect([await asked(), await asked(), await asked()]).toEqual([
    `1 whole, ${n} parts`,
    `0 whole, ${n} parts`,
    `0 whole, ${n} parts`,
  ]);
  await letNightsPass(25);
  expect([await asked(), await asked()]).toEqual([`1 whole, ${n} parts`, `0 whole, ${n} parts`]);
  isTooLarge = false;
  await letNightsPass(26);
  expect([await asked(), await asked()]).toEqual(["1 whole, 0 parts", "1 whole, 0 parts"]);
});

const tasksIn = (gid: string): number =>
  [...demo.world.tasks.values()].filter(({ places }) => places.some(({ project }) => project.gid === gid)).length;

it("takes an entry that moved to a day that is not read tonight as it is now", async () => {
  const { night } = await odd(() => undefined);
  await night();
  const entry = [...demo.world.entries.values()].find(({ enteredOn }) => enteredOn >= "2026-11-09")!;
  changeEntry(demo.world, entry, { enteredOn: "2026-09-30" });
  await night();
  const { differences: found, summary } = await night();
  expect(found).toEqual([]);
  expect(summary.changed).toBe(0);
});

it("takes instants with an offset and without milliseconds for the moments that they are", async () => {
  const written = ["2026-05-04T12:30:00+02:00", "2026-05-04T10:30:00Z", "2026-05-04T10:30:00.000Z"];
  const rows = written.map((created_at, i) => ({ gid: `91${i}`, name: "t", created_at, completed_at: null }));
  const { home, server } = await odd(({ path, query }) => {
    if (path !== "/tasks") return undefined;
    const isFirst = query.get("project") === [...demo.world.projects.keys()][0];
    return { status: 200, body: { data: isFirst ? rows : [], next_page: null } };
  });
  const only = ["projects", "tasks"];
  await runNight({ home, url: server.url, token: demo.token, only }, async ({ store }) => {
    const held = await store.database.rows<{ at: number }>("select epoch_ms(created_at) as at from raw.tasks");
    expect(held.map(({ at }) => new Date(at).toISOString())).toEqual(written.map(() => "2026-05-04T10:30:00.000Z"));
  });
});

/** A project goes with its tasks; whoever asks for one of them is told what `status` and `message` say. */
async function loseProject(world: Demo, answer: { readonly status: number; readonly message: string }) {
  const { projects, tasks } = world.world;
  const [project, within] = [
    ...Map.groupBy([...tasks.values()].filter(alone), ({ places }) => places[0]!.section.project),
  ]
    .sort((a, b) => b[1].length - a[1].length)
    .at(0)!;
  const lost = new Set<string>();
  const { night } = await odd(({ path: at, query }) => {
    const isLost = [...at.split("/"), query.get("project"), query.get("parent")].some((gid) => lost.has(gid ?? ""));
    return isLost ? { status: answer.status, body: { errors: [{ message: answer.message }] } } : undefined;
  }, world);
  expect((await night()).differences).toEqual([]);
  lost.add(project.gid);
  for (const task of within.flatMap(withSubtasks)) lost.add(task.gid);
  for (const task of within) deleteTask(world.world, task);
  projects.delete(project.gid);
  return { night, lost, sections: project.sections };
}
const alone = ({ places, parent }: Task): boolean => places.length === 1 && !parent;
const withSubtasks = (task: Task): Task[] => [task, ...task.subtasks.flatMap(withSubtasks)];

it.each([
  { status: 403, message: "You do not have access to this project." },
  { status: 400, message: "project: Unknown object: 1" },
])("lets tasks go with their project where its listing is answered $status from then on", async (answer) => {
  const world = await startDemo({ tasks: 60 });
  opened.push(world.close);
  const { night, lost, sections } = await loseProject(world, answer);
  const second = await night();
  expect(lost.size).toBeGreaterThan(3);
  // Older time is read in turn, so what belongs to a hidden task may wait.
  expect(second.differences.filter((line) => line.startsWith("task "))).toEqual([]);
  const hidden = answer.status === 403 ? lost.size + sections.length : 0;
  expect(second.summary.noLongerVisible).toBe(hidden);
  // Told once, by what is gone, and not by each thing that hung on the project.
  expect(second.summary.sources.filter(({ state }) => state !== "ok")).toEqual([]);
});

const notesOf = (world: Demo["world"]) =>
  [...world.entries.values()].map(({ gid, description, createdAt }) => [gid, description || null, createdAt]);
const heldNotes = `select gid, nullif(description, '') as note, epoch_ms(created_at) as at from raw.time_entries
  where _to_seq is null and _deleted_at is null`;

it.each(["a task that went meanwhile", "a list that is not narrowed to a task"])(
  "keeps what is known of time entries whatever %s hides",
  async (oddity) => {
    const world = await startDemo({ tasks: 60 });
    opened.push(world.close);
    const asked: string[] = [];
    const { home, server, night } = await odd(({ path: at, query }) => {
      const task = query.get("task");
      if (at !== "/time_tracking_entries" || !task) return undefined;
      asked.push(task);
      if (oddity.startsWith("a list")) query.delete("task");
      else if (asked.length === 1)
        return { status: 404, body: { errors: [{ message: `task: Unknown object: ${task}` }] } };
      return undefined;
    }, world);
    await night();
    const old = [...world.world.entries.values()].filter(({ enteredOn }) => enteredOn < "2026-10-01").slice(0, 6);
    for (const entry of old) changeEntry(world.world, entry, { minutes: entry.minutes + 15 });
    await night();
    expect(asked.length).toBeGreaterThan(oddity.startsWith("a list") ? 0 : 1);
    const held = await runNight({ home, url: server.url, token: demo.token, only: ["workspaces"] }, ({ store }) =>
      store.database.rows<{ gid: string; note: string | null; at: number }>(heldNotes),
    );
    const truth = new Map(notesOf(world.world).map(([gid, ...rest]) => [gid, rest]));
    expect(held.map(({ gid, note, at }) => [gid, note, at])).toEqual(held.map(({ gid }) => [gid, ...truth.get(gid)!]));
  },
);

it("notices in the same night that a parent is hidden whose project waits for its turn", async () => {
  const world = await startDemo({ tasks: 60 });
  opened.push(world.close);
  const hidden = new Set<string>();
  const { night } = await odd(({ path: at }) => {
    const isHidden = at.split("/").some((part) => hidden.has(part));
    return isHidden
      ? { status: 403, body: { errors: [{ message: "You do not have access to this task." }] } }
      : undefined;
  }, world);
  const set = [shortHistory, "extract.rotate=always"];
  await night({ set });
  expect((await night({ set })).summary.noLongerVisible).toBe(0);
  const parents = [...world.world.tasks.values()].filter(({ places, subtasks }) => places.length && subtasks.length);
  expect(new Set(parents.map(({ places }) => places[0]!.section.project)).size).toBeGreaterThan(1);
  for (const parent of parents) {
    addTask(world.world, { by: world.world.me, at: "2026-11-16T09:00:00.000Z" }, { name: "A new subtask", parent });
    hidden.add(parent.gid);
  }
  // Those of the projects that have their turn tonight are shown, and so need not be asked for.
  expect((await night({ set })).summary.noLongerVisible).toBeGreaterThan(0);
});

it("looks for tasks outside projects without naming a project that has gone since the last night", async () => {
  const world = await startDemo({ tasks: 40 });
  opened.push(world.close);
  const { night, server } = await odd(() => undefined, world);
  await night();
  const asked = server.requests.length;
  const [gone, kept] = [...world.world.projects.keys()];
  for (const task of [...world.world.tasks.values()].filter((each) => alone(each) && isIn(each, gone!)))
    deleteTask(world.world, task);
  world.world.projects.delete(gone!);
  await night();
  const named = server.requests.slice(asked).flatMap(({ query }) => query.get("projects.not")?.split(",") ?? []);
  expect(named).toContain(kept);
  expect(named).not.toContain(gone);
});
const isIn = ({ places }: Task, project: string): boolean =>
  places.some(({ section }) => section.project.gid === project);

import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { hash, random } from "../../src/demo/random.ts";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import type { World } from "../../src/demo/world/world.ts";
import { runNight, shortHistory, tasksAndTime } from "../support/demo-store.ts";
import type { Exchange } from "../support/loopback.ts";
import { relay } from "../support/relay.ts";
import { edits, type Pick } from "./edits.ts";
import { differences } from "./truth.ts";

/**
 * `npm run soak` runs 1,000 of them. `PLIMSOLL_SEED=7 npx vitest run test/extract/interleavings.test.ts` runs one again:
 * every seed starts from the same store and workspace, and makes the same edits at the same requests.
 */
const asked = process.env.PLIMSOLL_SEED;
const schedules = Number(process.env.PLIMSOLL_SCHEDULES ?? (asked ? 1 : 20));
const firstSeed = Number(asked ?? 1);

let root: string;
const began = () => path.join(root, "began");

/** Two nights, with edits between them that leave versions and a trash behind: what every schedule starts from. */
beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const demo = await startDemo({ tasks: 40 });
  await night({ home: began(), url: demo.url, demo });
  editSome(demo.world);
  await night({ home: began(), url: demo.url, demo });
  await demo.close();
});
afterAll(() => rmSync(root, { recursive: true }));

function editSome(world: World): void {
  for (let n = 0; n < 30; n++) editOnce(world, `before ${n}`);
}

/** One edit, chosen by `salt` and by gids alone: what else happened before changes little about it. */
function editOnce(world: World, salt: string): string {
  const dice = random(hash(salt));
  const name = dice.pick(Object.keys(edits));
  const picked: string[] = [];
  const pick: Pick = (items) => {
    const turn = dice.next();
    const ranked = [...items].map((item) => ({ item, rank: random(hash(`${turn} ${item.gid}`)).next() }));
    const first = ranked.reduce<(typeof ranked)[number] | undefined>(
      (best, one) => (best && best.rank <= one.rank ? best : one),
      undefined,
    )?.item;
    picked.push(first?.gid ?? "nothing");
    return first;
  };
  edits[name]!(world, pick);
  return `${name} ${picked.join(" ")}`;
}

interface Place {
  readonly home: string;
  readonly url: string;
  readonly demo: Demo;
}

const night = ({ home, url, demo }: Place, rotates = false) =>
  runNight(
    {
      ...{ home, url, token: demo.token, only: tasksAndTime },
      set: [shortHistory, `extract.rotate=${rotates ? "always" : "auto"}`],
    },
    ({ store }) => differences(demo.world, store),
  );

/** Parameters that are not the same every time that a night is run. */
const fleeting = new Set(["offset", "opt_fields", "modified_at.after", "modified_since"]);

/** Names a request by what it asks and the how-manieth of its kind it is. */
function namer(): (exchange: Exchange) => string {
  const turns = new Map<string, number>();
  return ({ path: at, query }) => {
    const what = `${at}?${[...query]
      .filter(([name]) => !fleeting.has(name))
      .map((pair) => pair.join("="))
      .join("&")}`;
    turns.set(what, (turns.get(what) ?? 0) + 1);
    return `${what} (${turns.get(what)})`;
  };
}

/** Quiet nights after which the warehouse must hold the truth: one where everything is read, seven in rotation. */
const quietNights = (rotates: boolean): number => (rotates ? 7 : 1);

const schedule = (seed: number) => ({ seed, rotates: seed % 4 === 0, mode: seed % 4 === 0 ? "in rotation" : "fresh" });

it.each(Array.from({ length: schedules }, (_, index) => schedule(firstSeed + index)))(
  "holds the truth after quiet nights, whatever happened in between (seed $seed, $mode)",
  async ({ seed, rotates }) => {
    const home = path.join(root, String(seed));
    mkdirSync(home);
    copyFileSync(path.join(began(), "store.duckdb"), path.join(home, "store.duckdb"));
    const demo = await startDemo({ tasks: 40 });
    editSome(demo.world);
    const nameOf = namer();
    const done: string[] = [];
    const busy = await relay(demo.url, (exchange) => {
      const name = nameOf(exchange);
      if (random(hash(`${seed} ${name}`)).chance(0.2))
        done.push(`${editOnce(demo.world, `${seed} ${name}`)}, before ${name}`);
      return undefined;
    });
    await night({ home, url: busy.url, demo }, rotates);
    await busy.close();
    let found = await night({ home, url: demo.url, demo }, rotates);
    for (let n = 1; found.length > 0 && n < quietNights(rotates); n++)
      found = await night({ home, url: demo.url, demo }, rotates);
    await demo.close();
    rmSync(home, { recursive: true });
    expect(found, `PLIMSOLL_SEED=${seed} runs this schedule again:\n${done.join("\n")}`).toEqual([]);
  },
);

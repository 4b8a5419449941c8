import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { random } from "../../src/demo/random.ts";
import { type Demo, startDemo } from "../../src/demo/start.ts";
import { openStore } from "../../src/warehouse/store.ts";
import { runNight, shortHistory } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

let home: string;
let demo: Demo;

beforeEach(async () => {
  home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  demo = await startDemo({ tasks: 60 });
});
afterEach(async () => {
  await demo.close();
  rmSync(home, { recursive: true });
});

const script = path.join(import.meta.dirname, "..", "support", "night-process.ts");
const totalRequests = () => demo.requests().total;

/** Starts a night in a process of its own and kills it after so many requests. */
async function killAfter(requests: number): Promise<void> {
  const begin = totalRequests();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, home, demo.url, demo.token], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  while (totalRequests() - begin < requests && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill("SIGKILL");
  await ended;
}

/** `npm run soak` kills 50 times; PLIMSOLL_SEED names the first seed. */
const rounds = Number(process.env.PLIMSOLL_KILLS ?? 5) / 5;
const firstSeed = Number(process.env.PLIMSOLL_SEED ?? 1);
/** Requests between two kills; a whole night of this workspace takes about ninety. */
const mostRequests = 30;

it.each(Array.from({ length: rounds }, (_, index) => firstSeed + index))(
  "goes on where it was killed, five times over at random points, and ends with the same rows (seed %i)",
  async (seed) => {
    const dice = random(seed);
    for (let kill = 0; kill < 5; kill++) await killAfter(dice.whole(1, mostRequests));
    const given = { home, url: demo.url, token: demo.token, set: [shortHistory] };
    const night = await runNight(given, async ({ summary, store }) => ({
      summary,
      differences: await differences(demo.world, store),
      doubled: await store.database.rows(
        "select gid from raw.tasks where _to_seq is null group by gid having count(*) > 1",
      ),
      left: (await store.database.rows<{ n: number }>("select count(*) as n from ledger.incoming"))[0]!.n,
    }));
    expect(night.differences).toEqual([]);
    expect(night.doubled).toEqual([]);
    expect(night.left).toBe(0);
    expect(night.summary.isResumed).toBe(true);
    const whole = await runNight({ ...given, full: true });
    expect(night.summary.numberOfRequests).toBeLessThan(whole.numberOfRequests);
  },
);

/** What lies on the disk of a night that was frozen in between: all that a machine has left after its power went. */
async function freezeAt(requests: number): Promise<string> {
  const begin = totalRequests();
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, home, demo.url, demo.token], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const ended = once(child, "exit");
  while (totalRequests() - begin < requests && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill("SIGSTOP");
  const image = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  cpSync(home, image, { recursive: true });
  child.kill("SIGKILL");
  await ended;
  return image;
}

it("ends with the same rows from what lay on the disk when the power went", async () => {
  const dice = random(firstSeed + 1_000);
  const images: string[] = [];
  for (let cut = 0; cut < 2 * rounds; cut++) images.push(await freezeAt(dice.whole(1, mostRequests)));
  for (const image of images) {
    const given = { home: image, url: demo.url, token: demo.token, set: [shortHistory] };
    expect(await runNight(given, ({ store }) => differences(demo.world, store))).toEqual([]);
    rmSync(image, { recursive: true });
  }
});

it("stops with a way out where the store may not grow, and loses nothing", async () => {
  const words = ["refresh", "--only", "extract", "--home", home, "--today", demo.today, "--set", shortHistory];
  const cli = path.join(import.meta.dirname, "..", "..", "src", "cli.ts");
  const night = [process.execPath, "--disable-warning=ExperimentalWarning", cli, ...words].map((word) => `'${word}'`);
  const child = spawn("sh", ["-c", `trap '' XFSZ; ulimit -f 700; exec ${night.join(" ")}`], {
    env: { PATH: process.env.PATH, ASANA_BASE_URL: demo.url, ASANA_ACCESS_TOKEN: demo.token },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  const [code] = await once(child, "close");
  expect(said).toMatch(/store\.duckdb may not grow any further.*nothing is lost/);
  expect(code).toBe(1);
  const given = { home, url: demo.url, token: demo.token, set: [shortHistory] };
  expect(await runNight(given, ({ store }) => differences(demo.world, store))).toEqual([]);
});

it("says which process holds the store while a night runs", async () => {
  const store = await openStore(home, { baseUrl: `${demo.url}/api/1.0`, clock: () => new Date() });
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", script, home, demo.url, demo.token], {
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (data) => {
    said += data;
  });
  await once(child, "exit");
  await store.close();
  expect(said).toContain(`A refresh is running (process ${process.pid})`);
});

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { createAsana } from "../../src/asana/client.ts";
import { type Config, readConfig } from "../../src/config/read.ts";
import type { Context } from "../../src/context.ts";
import { demoToday, startDemo } from "../../src/demo/start.ts";
import { extract } from "../../src/extract/extract.ts";
import { silent } from "../../src/log.ts";
import { transform } from "../../src/transform/transform.ts";
import { noteDataAsOf, startRefresh } from "../../src/warehouse/refresh-ledger.ts";
import { findRelease } from "../../src/warehouse/release.ts";
import { openStore, storePathOf } from "../../src/warehouse/store.ts";

const root = path.join(import.meta.dirname, "..", "..");
const cacheFolder = path.join(root, "node_modules", ".cache", "plimsoll-tests");
const sources = [
  "src/asana",
  "src/config",
  "src/demo",
  "src/extract",
  "src/models",
  "src/transform",
  "src/warehouse",
  "sql",
  "warehouse",
];

/** A data directory after one night on the embedded workspace: store, release, links. Read it only; copyDemoHome gives one to change. */
export interface DemoHome {
  readonly home: string;
  readonly releasePath: string;
  readonly asOf: string;
}

/**
 * The first night of the demo (seed 1, as of demoToday) with about `tasks` tasks, made through real HTTP. Made once for all test
 * files, under node_modules/.cache, until a file that it comes from changes.
 */
export async function demoRelease({ tasks = 2_000 }: { readonly tasks?: number } = {}): Promise<DemoHome> {
  const home = path.join(cacheFolder, `demo-${tasks}-${fingerprint()}`);
  if (!existsSync(home)) {
    const building = `${home}.${process.pid}`;
    rmSync(building, { recursive: true, force: true });
    mkdirSync(building, { recursive: true });
    await passNight(building, tasks);
    keepOne(building, home);
  }
  return { home, releasePath: findRelease(home), asOf: demoToday };
}

/** The same in a folder of one's own, for tests that write. */
export async function copyDemoHome(target: string, options: { readonly tasks?: number } = {}): Promise<DemoHome> {
  const { home } = await demoRelease(options);
  cpSync(home, target, { recursive: true, verbatimSymlinks: true });
  return { home: target, releasePath: findRelease(target), asOf: demoToday };
}

async function passNight(home: string, tasks: number): Promise<void> {
  const demo = await startDemo({ tasks });
  try {
    const config = readConfig({ ASANA_BASE_URL: demo.url, ASANA_ACCESS_TOKEN: demo.token }, { home }, home);
    const ctx = await readDemo(config, demo.workspaceGid);
    await transform(ctx, { storePath: storePathOf(home) });
  } finally {
    await demo.close();
  }
}

async function readDemo(config: Config, workspaceGid: string): Promise<Context> {
  const startedAt = `${demoToday}T06:00:00.000Z`;
  const clock = () => new Date(startedAt);
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
  const store = await openStore(config.home, { baseUrl: config.baseUrl, workspaceGid, clock });
  const asana = createAsana({
    baseUrl: config.baseUrl,
    accessToken: config.accessToken!,
    concurrency: 25,
    clock,
    sleep,
    random: () => 0.5,
    log: silent,
  });
  try {
    const runId = `${demoToday.replaceAll("-", "")}T060000Z-demo`;
    const start = { runId, startedAt, asOf: demoToday, timeZone: config.time_zone, stages: ["extract", "transform"] };
    const seq = await startRefresh(store, start);
    const ctx: Context = { config, log: silent, clock, sleep, run: { runId, seq, startedAt, asOf: demoToday } };
    await extract(ctx, { asana, store });
    await noteDataAsOf(store, seq, startedAt);
    return ctx;
  } finally {
    asana.close();
    await store.close();
  }
}

/** Another test process may have built the same meanwhile; the first one counts. Older ones are thrown away. */
function keepOne(building: string, home: string): void {
  try {
    renameSync(building, home);
  } catch {
    rmSync(building, { recursive: true, force: true });
  }
  const prefix = path.basename(home).split("-").slice(0, 2).join("-");
  for (const name of readdirSync(cacheFolder)) {
    const isOld = name.startsWith(`${prefix}-`) && !name.startsWith(path.basename(home)) && ageOf(name) > oldAfter;
    if (isOld) rmSync(path.join(cacheFolder, name), { recursive: true, force: true });
  }
}

const oldAfter = 30 * 60 * 1000;
/** Milliseconds; 0 where another worker took the folder away meanwhile. */
const ageOf = (name: string): number => {
  const found = statSync(path.join(cacheFolder, name), { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
};

/** Changes when a file changes that the demo's first night comes from. */
function fingerprint(): string {
  const hash = createHash("sha256");
  for (const folder of sources) {
    const files = readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" }).sort();
    for (const file of files) {
      const { size, mtimeMs } = statSync(path.join(root, folder, file));
      hash.update(`${folder}/${file} ${size} ${mtimeMs}\n`);
    }
  }
  return hash.digest("hex").slice(0, 12);
}

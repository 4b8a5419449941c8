// Time and memory of every model on a warehouse of made-up tasks, each size in a process of its own: `npm run bench:models`,
// `npm run bench:models -- 100000 300000 1000000`. Seconds are those of the processor, so that a busy machine does not count;
// the clock is told at the end. Exits with 1 where time grows much faster than tasks, or memory is over its budget.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import path from "node:path";
import { modelNodes } from "../src/models/index.ts";
import { orderNodes } from "../src/transform/graph.ts";
import { openModelsDatabase } from "./models-database.ts";

/** Twice the tasks may take this many times as long: sorting is not quite linear. */
const mostGrowth = 2.4;
/** A whole night is to stay under this, in megabytes; stated for 100,000 tasks. */
const mostMemory = { upTo: 100_000, megabytes: 1_200 };
/** Of the wide shape's store, with four time entries a task: `npm run bench -- wide`. */
const storeBytesPerTask = 750;
const usualSizes = [25_000, 50_000, 100_000];

interface Measured {
  readonly size: number;
  /** Seconds of the processor by model. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly secondsByClock: number;
  readonly peakMemory: number;
}

if (process.argv[2] === "measure") {
  process.stdout.write(`${JSON.stringify(await measure(Number(process.argv[3])))}\n`);
} else {
  const sizes = process.argv.slice(2).map(Number);
  process.exit(await compare(sizes.length > 0 ? sizes : usualSizes));
}

async function compare(sizes: readonly number[]): Promise<number> {
  const all: Measured[] = [];
  for (const size of sizes) all.push(await inOwnProcess(size));
  const names = Object.keys(all[0]!.seconds);
  say(["", ...all.map(({ size }) => `${size.toLocaleString("en")} tasks`)]);
  for (const name of names) say([name, ...all.map(({ seconds }) => `${seconds[name]!.toFixed(1)} s`)]);
  say(["all", ...all.map((one) => `${totalOf(one).toFixed(1)} s`)]);
  say(["by the clock", ...all.map(({ secondsByClock }) => `${secondsByClock.toFixed(1)} s`)]);
  say(["peak memory", ...all.map(({ peakMemory }) => `${Math.round(peakMemory).toLocaleString("en")} MB`)]);
  const doublings = all.slice(1).map((one, i) => {
    const before = all[i]!;
    return (totalOf(one) / totalOf(before)) ** (1 / Math.log2(one.size / before.size));
  });
  say(["for twice the tasks", "", ...doublings.map((growth) => `× ${growth.toFixed(2)}`)]);
  const isOver = all.some(({ size, peakMemory }) => size <= mostMemory.upTo && peakMemory > mostMemory.megabytes);
  return isOver || doublings.some((growth) => growth > mostGrowth) ? 1 : 0;
}

function totalOf({ seconds }: Measured): number {
  return Object.values(seconds).reduce((sum, one) => sum + one, 0);
}

function say([first, ...rest]: readonly string[]): void {
  process.stdout.write(`${first!.padEnd(24)}${rest.map((cell) => cell.padStart(18)).join("")}\n`);
}

async function inOwnProcess(size: number): Promise<Measured> {
  const child = spawn(process.execPath, [...process.execArgv, import.meta.filename, "measure", String(size)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  const [code] = await once(child, "close");
  if (code !== 0) throw new Error(`the models on ${size} tasks ended with ${code}`);
  return JSON.parse(out) as Measured;
}

/** Runs every model on a warehouse of so many tasks, in the order and with the memory of a night. */
async function measure(size: number): Promise<Measured> {
  const { db, runNode, close } = await openModelsDatabase("2026-11-16", size * storeBytesPerTask);
  try {
    await db.run(`set variable size = ${size}`);
    await db.run(readFileSync(path.join(import.meta.dirname, "bench-models-warehouse.sql"), "utf8"));
    const seconds: Record<string, number> = {};
    const begin = performance.now();
    for (const node of orderNodes(modelNodes)) {
      const before = process.cpuUsage();
      await runNode(node);
      const { user, system } = process.cpuUsage(before);
      seconds[node.name] = (user + system) / 1e6;
    }
    const secondsByClock = (performance.now() - begin) / 1_000;
    return { size, seconds, secondsByClock, peakMemory: process.resourceUsage().maxRSS / 1_024 };
  } finally {
    close();
  }
}

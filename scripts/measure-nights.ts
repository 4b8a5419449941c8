import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunOutcome } from "../src/commands/refresh/run-stages.ts";
import { demoToday, startDemo } from "../src/demo/start.ts";
import { hasContract, startContractProxy } from "../test/support/contract-proxy.ts";

const cli = path.join(import.meta.dirname, "..", "src", "cli.ts");

export interface Nights {
  readonly first: RunOutcome;
  readonly second: RunOutcome;
  /** Exchanges that broke Asana's document; undefined where the contract is not at hand. */
  readonly violations: number | undefined;
}

/** Two nights on the embedded workspace, each a process of its own, through real HTTP (and the contract, where it is at hand). */
export async function measureNights(tasks?: number): Promise<Nights> {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-figures-"));
  const demo = await startDemo({ tasks });
  const proxy = hasContract ? await startContractProxy(demo.url) : undefined;
  const night = () => runNight({ home, url: proxy?.url ?? demo.url, token: demo.token });
  try {
    const first = await night();
    const second = await night();
    return { first, second, violations: (await proxy?.violations())?.length };
  } finally {
    proxy?.close();
    await demo.close();
    rmSync(home, { recursive: true, force: true });
  }
}

/** Asynchronous, so that the workspace in this process can answer meanwhile. */
async function runNight(given: { home: string; url: string; token: string }): Promise<RunOutcome> {
  const words = ["refresh", "--json", "--today", demoToday, "--home", given.home];
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", cli, ...words], {
    env: { PATH: process.env.PATH, ASANA_BASE_URL: given.url, ASANA_ACCESS_TOKEN: given.token },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (data) => {
    out += data;
  });
  child.stderr.on("data", (data) => {
    err += data;
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  if (code !== 0 && code !== 2) throw new Error(`the night ended with ${code}:\n${err}`);
  return JSON.parse(out);
}

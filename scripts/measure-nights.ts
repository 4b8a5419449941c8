import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunOutcome } from "../src/commands/refresh/run-stages.ts";
import { demoToday, startDemo } from "../src/demo/start.ts";
import { hasContract, startContractProxy } from "../test/support/contract-proxy.ts";
import { runRefresh } from "./run-refresh.ts";

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
  const night = () => runRefresh({ home, url: proxy?.url ?? demo.url, token: demo.token }, ["--today", demoToday]);
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

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commands } from "../../src/commands/commands.ts";
import type { Effects } from "../../src/commands/effects.ts";
import { main } from "../../src/commands/main.ts";
import type { Environment } from "../../src/config/read.ts";

export interface CliResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CliWorld {
  readonly environment?: Environment;
  readonly directory?: string;
  /** ISO instant that the clock shows; the real one where left out. */
  readonly now?: string;
  /** The real one where left out. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** Runs one command line in this process, as `cli.ts` would, and keeps what it prints. */
export async function runCli(words: readonly string[], world: CliWorld = {}): Promise<CliResult> {
  const out: string[] = [];
  const err: string[] = [];
  const { now } = world;
  const effects: Effects = {
    environment: world.environment ?? {},
    directory: world.directory ?? temporaryFolder(),
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    isTerminal: false,
    clock: () => (now ? new Date(now) : new Date()),
    sleep: world.sleep ?? ((milliseconds) => sleep(milliseconds)),
    random: Math.random,
    peakMemory: () => Math.round(process.resourceUsage().maxRSS / 1024),
    interrupted: () => Promise.resolve(),
  };
  const code = await main(words, effects, { commands, version: "0.0.0-test" });
  return { code, out: out.join(""), err: err.join("") };
}

export const temporaryFolder = (): string => mkdtempSync(path.join(tmpdir(), "plimsoll-test-"));

import { readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { commands } from "./commands/commands.ts";
import type { Effects } from "./commands/effects.ts";
import { main } from "./commands/main.ts";
import { onTerminal } from "./commands/output/visible-text.ts";

const effects: Effects = {
  environment: process.env,
  directory: process.cwd(),
  out: (text) => process.stdout.write(process.stdout.isTTY ? onTerminal(text) : text),
  err: (text) => process.stderr.write(text),
  isTerminal: process.stderr.isTTY === true,
  clock: () => new Date(),
  sleep: (milliseconds) => sleep(milliseconds),
  random: Math.random,
  peakMemory: () => Math.round(process.resourceUsage().maxRSS / 1024),
  interrupted: () => new Promise((resolve) => stopWaiting.push(resolve)),
};

/** What `plimsoll demo --serve` and the like wait for; where nothing waits, Ctrl-C ends the process. */
const stopWaiting: (() => void)[] = [];

for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const) {
  process.on(signal, () => {
    const waiting = stopWaiting.splice(0);
    for (const stop of waiting) stop();
    if (waiting.length > 0) return;
    process.stderr.write("\nplimsoll: stopped. The last release is untouched; run the command again to go on.\n");
    process.exit(code);
  });
}
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough (plimsoll query … | head).
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

const { version } = JSON.parse(readFileSync(path.join(import.meta.dirname, "..", "package.json"), "utf8"));
process.exitCode = await main(process.argv.slice(2), effects, { commands, version });

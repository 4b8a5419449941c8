// Prints the figures of the project: two nights on the embedded workspace, and with --install a fresh clone, with --tests the
// test suite. Every number that the documents quote comes from here.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { RunOutcome } from "../src/commands/refresh/run-stages.ts";
import { measureNights } from "./measure-nights.ts";

const root = path.join(import.meta.dirname, "..");
const print = (line = "") => process.stdout.write(`${line}\n`);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1000)} KB`;

if (process.argv.includes("--install")) printInstall();
if (process.argv.includes("--tests")) printTests();
await printNights();

async function printNights(): Promise<void> {
  const { first, second, violations } = await measureNights();
  print("Two nights on the embedded workspace");
  print(`  requests: ${first.requests} first, ${second.requests} second`);
  printStages("first", first);
  printStages("second", second);
  const sizes = first.summaries.report!.sizes;
  print(`  report ${kilobytes(sizes.page)}, e-mail HTML ${kilobytes(sizes.mailHtml)}, e-mail ${kilobytes(sizes.mail)}`);
  print(`  contract violations: ${violations ?? "not checked (no contract at hand)"}`);
  print("  rows per mart:");
  for (const { name, number_of_rows } of first.summaries.transform!.tables) {
    if (name.startsWith("marts.")) print(`    ${name.padEnd(32)} ${number_of_rows.toLocaleString("en").padStart(8)}`);
  }
}

function printStages(name: string, { seconds, peakMemory }: RunOutcome): void {
  const stages = Object.entries(seconds).map(([stage, value]) => `${stage} ${value.toFixed(1)} s`);
  print(`  ${name} night: ${stages.join(", ")}; ${peakMemory} MB at most`);
}

/** Clone, install and start, as a newcomer does, with the Node that is first on the path outside this project. */
function printInstall(): void {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), "plimsoll-clone-")), "plimsoll");
  const own = path.join(root, "node_modules", ".bin");
  const env = {
    ...process.env,
    PATH: process.env.PATH?.split(path.delimiter)
      .filter((place) => place !== own)
      .join(path.delimiter),
  };
  const run = (command: string, ...words: string[]) =>
    spawnSync(command, words, { cwd: folder, env, encoding: "utf8" });
  spawnSync("git", ["clone", "--quiet", root, folder]);
  const seconds = [
    ["node", "bin/install.js"],
    ["npm", "start"],
  ].map(([command, ...words]) => {
    const begin = performance.now();
    const { status, stderr } = run(command!, ...words);
    if (status !== 0) throw new Error(stderr);
    return (performance.now() - begin) / 1000;
  });
  print(
    `Fresh clone on Node ${run("node", "--version").stdout.trim()}: install ${seconds[0]!.toFixed(0)} s, start ${seconds[1]!.toFixed(0)} s`,
  );
  rmSync(path.dirname(folder), { recursive: true, force: true });
}

function printTests(): void {
  const { stdout } = spawnSync(process.execPath, ["node_modules/vitest/vitest.mjs", "run", "--reporter=json"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  const result = JSON.parse(stdout.slice(stdout.indexOf("{")));
  const ended = Math.max(...result.testResults.map((file: { endTime: number }) => file.endTime));
  print(
    `Tests: ${result.numPassedTests} passed, ${result.numFailedTests} failed, in ${((ended - result.startTime) / 1000).toFixed(0)} s`,
  );
}

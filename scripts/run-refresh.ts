import { spawn } from "node:child_process";
import path from "node:path";
import type { RunOutcome } from "../src/commands/refresh/run-stages.ts";

const launcher = path.join(import.meta.dirname, "..", "bin", "plimsoll.js");

/**
 * One `plimsoll refresh` in a process of its own, as a person runs it; asynchronous, so that a workspace in this process
 * can answer meanwhile. Throws where it ends with neither 0 nor 2.
 */
export async function runRefresh(
  given: { readonly home: string; readonly url: string; readonly token: string },
  words: readonly string[],
): Promise<RunOutcome> {
  const child = spawn(process.execPath, [launcher, "refresh", "--json", "--home", given.home, ...words], {
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
  if (code !== 0 && code !== 2) throw new Error(`the night ended with ${code}:\n${err.slice(-2_000)}`);
  return JSON.parse(out) as RunOutcome;
}

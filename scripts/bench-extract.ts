// Measures extraction against the reference shapes and holds the requests against their budgets:
// `npm run bench`, `npm run bench -- wide`, `npm run bench -- 2000` (a small workspace, without budgets).
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { runRefresh } from "./run-refresh.ts";

/** Requests of others for the wide shape, from their published sources (most without subtasks and time): full load, a night. */
const peers: readonly (readonly [name: string, full: string, night: string, reads: string])[] = [
  ["tap-asana", "184,895", "183,345", "subtasks and stories, no time"],
  ["Airbyte, without events", "977,648", "about 977,000", "stories, no subtasks, no time"],
  ["dlt", "81,661", "1,711", "stories, no subtasks, no time"],
  ["ingestr", "81,660", "1,760", "stories, no subtasks, no time"],
  ["PostHog", "85,868", "85,868", "time and stories, no subtasks"],
  ["Faros", "101,817", "2,827", "subtasks and stories, no time"],
  ["DevLake", "170,950 to 210,950", "the same", "one level of subtasks, no time"],
  ["Estuary", "81,700", "288,000 a day", "stories, no time"],
];

interface Step {
  readonly name: string;
  readonly today: string;
  readonly rotate: "auto" | "always" | "never";
  /** Most requests, by shape; none where nothing is promised. */
  readonly most: Readonly<Record<string, number>>;
}

const steps: readonly Step[] = [
  { name: "full load", today: "2026-11-16", rotate: "auto", most: { wide: 6_000, deep: 11_000 } },
  { name: "night in rotation", today: "2026-11-17", rotate: "always", most: { wide: 600, deep: 1_300 } },
  { name: "night by default", today: "2026-11-18", rotate: "auto", most: { wide: 2_000, deep: 1_300 } },
  { name: "everything fresh, 35 days, full sweep", today: "2026-11-19", rotate: "never", most: { wide: 1_800 } },
];

interface Outcome {
  readonly requests: number;
  readonly seconds: number;
  readonly peakMemory: number;
}

const say = (text: string) => process.stdout.write(`${text}\n`);
const shown = (value: number) => Math.round(value).toLocaleString("en");

const asked = process.argv.slice(2);
let isOver = false;
for (const shape of asked.length > 0 ? asked : ["wide", "deep"]) await measure(shape);
say("\nWhat others spend on the wide shape, by their own sources:\n");
for (const [name, full, night, reads] of peers) {
  say(`  ${name.padEnd(26)} full ${full.padStart(18)}   night ${night.padStart(14)}   ${reads}`);
}
process.exit(isOver ? 1 : 0);

async function measure(shape: string): Promise<void> {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-bench-"));
  const workspace = fork(path.join(import.meta.dirname, "bench-workspace.ts"), [shape]);
  try {
    const [at] = (await once(workspace, "message")) as [Record<string, string | number>];
    say(
      `\n${shape}: ${shown(Number(at.projects))} projects, ${shown(Number(at.tasks))} tasks, ${shown(Number(at.entries))} entries\n`,
    );
    for (const step of steps) {
      if (step !== steps[0]) await letADayPass(workspace, step.today);
      const given = { home, url: String(at.url), token: String(at.token) };
      tell(shape, step, await runNight(given, step));
    }
  } finally {
    workspace.disconnect();
    rmSync(home, { recursive: true, force: true });
  }
}

async function letADayPass(workspace: ChildProcess, today: string): Promise<void> {
  const answered = once(workspace, "message");
  workspace.send(today);
  await answered;
}

function tell(shape: string, { name, most }: Step, { requests, seconds, peakMemory }: Outcome): void {
  const budget = most[shape];
  const isBroken = budget !== undefined && requests > budget;
  isOver ||= isBroken;
  const verdict = budget === undefined ? "" : `  ${isBroken ? "OVER" : "ok"} (at most ${shown(budget)})`;
  say(
    `  ${name.padEnd(38)} ${shown(requests).padStart(7)} requests ${seconds.toFixed(1).padStart(7)} s ${shown(peakMemory).padStart(6)} MB${verdict}`,
  );
}

/** One extract in a process of its own, without the report and what follows. */
async function runNight(given: { home: string; url: string; token: string }, step: Step): Promise<Outcome> {
  const words = ["--only", "extract", "--today", step.today];
  const begin = performance.now();
  const { requests, peakMemory } = await runRefresh(given, [...words, "--set", `extract.rotate=${step.rotate}`]);
  return { requests, peakMemory, seconds: (performance.now() - begin) / 1_000 };
}

import { existsSync } from "node:fs";
import path from "node:path";
import type { Config } from "../../config/read.ts";
import { type Demo, demoToken, startDemo } from "../../demo/start.ts";
import { openDatabase } from "../../warehouse/database.ts";
import { storePathOf } from "../../warehouse/store.ts";
import type { ExitCode, Invocation } from "../command.ts";
import type { Effects } from "../effects.ts";
import { runStages } from "../refresh/run-stages.ts";
import { stages } from "../refresh/stages.ts";
import { settingsOf } from "../settings.ts";
import { chooseWorld, forgetOtherWorld } from "./choose-world.ts";
import { describeDemo } from "./describe-demo.ts";

/** Starts the embedded workspace, runs the nightly job on it, and tells what came of it. */
export async function runDemo(invocation: Invocation): Promise<ExitCode> {
  const { options, effects } = invocation;
  const given = settingsOf(invocation);
  const home = path.join(given.home, "demo");
  const world = await chooseWorld(invocation);
  const { today } = world;
  forgetOtherWorld(home, world.origin, effects);
  const clock = await demoClock(home, today, effects);
  const demo = await startDemo({ ...world.options, today, clock, port: options.number("port") });
  try {
    const config = demoConfig(given, home, demo);
    const outcome = await runStages(
      config,
      { ...effects, clock },
      {
        stages,
        isFull: false,
        isApplied: options.flag("apply"),
        isSent: false,
        today,
      },
    );
    effects.out(
      options.flag("json")
        ? `${JSON.stringify(outcome, null, 2)}\n`
        : describeDemo(outcome, { home, directory: effects.directory }),
    );
    if (options.flag("serve")) await serve(demo, effects);
    return outcome.exitCode;
  } finally {
    await demo.close();
  }
}

/** The workspace of the demo stands in for the configured one; what else the config says holds. */
const demoConfig = (given: Config, home: string, demo: Demo): Config =>
  Object.freeze({
    ...given,
    home,
    baseUrl: `${demo.url}/api/1.0`,
    accessToken: demo.token,
    writeToken: undefined,
    workspace: demo.workspaceGid,
  });

async function serve(demo: Demo, effects: Effects): Promise<void> {
  effects.err(
    `The workspace is up at ${demo.url}/api/1.0 until Ctrl-C. Ask it:\n` +
      `  curl -H 'Authorization: Bearer ${demoToken}' ${demo.url}/api/1.0/workspaces\n`,
  );
  await effects.interrupted();
}

const minute = 60_000;

/**
 * The demo's own time: its last morning, going on as real time does. A later run begins after the one before, since
 * what was read when decides what is read again.
 */
async function demoClock(home: string, today: string, effects: Effects): Promise<() => Date> {
  const begin = effects.clock().getTime();
  const morning = Date.parse(`${today}T06:00:00.000Z`);
  const last = await lastRunAt(home);
  const start = last && last >= morning && last < morning + 18 * 60 * minute ? last + minute : morning;
  return () => new Date(start + effects.clock().getTime() - begin);
}

async function lastRunAt(home: string): Promise<number | undefined> {
  const file = storePathOf(home);
  if (!existsSync(file)) return undefined;
  // A store that cannot be read is told by the run itself, with its reason.
  const store = await openDatabase(file, { readOnly: true }).catch(() => undefined);
  if (!store) return undefined;
  try {
    const [row] = await store.rows<{ at: string | null }>(
      "select max(coalesce(finished_at, started_at)) as at from ledger.refreshes",
    );
    return row?.at ? Date.parse(row.at) : undefined;
  } catch {
    return undefined;
  } finally {
    store.close();
  }
}

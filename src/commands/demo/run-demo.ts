import { existsSync } from "node:fs";
import path from "node:path";
import type { Config } from "../../config/read.ts";
import { type DemoNarrator, serveNarrator } from "../../demo/narrator/serve-narrator.ts";
import { advanceNight } from "../../demo/nights/night.ts";
import { type Demo, startDemo } from "../../demo/start.ts";
import { openDatabase } from "../../warehouse/database.ts";
import { storePathOf } from "../../warehouse/store.ts";
import type { ExitCode, Invocation } from "../command.ts";
import type { Effects } from "../effects.ts";
import { type RunOutcome, runStages } from "../refresh/run-stages.ts";
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
  forgetOtherWorld(home, world, effects);
  const time = await demoTime(home, world.today, effects);
  const demo = await startDemo({ ...world.options, today: world.today, clock: time.now, port: options.number("port") });
  const narrator = options.flag("narrator") ? await serveNarrator() : undefined;
  try {
    const config = narrated(demoConfig(given, home, demo), narrator);
    const outcome = await passNights(demo, { config, time, invocation });
    const text = options.flag("json")
      ? `${JSON.stringify(outcome, null, 2)}\n`
      : describeDemo(outcome, { home, directory: effects.directory });
    effects.out(text);
    if (options.flag("serve")) await serve(demo, { home, phase: config.publish.phase }, effects);
    return outcome.exitCode;
  } finally {
    await demo.close();
    await narrator?.close();
  }
}

/** The demo asks no language model but its own stand-in. */
const narrated = (config: Config, narrator: DemoNarrator | undefined): Config =>
  Object.freeze({
    ...config,
    narrator: narrator && { base_url: narrator.baseUrl, model: "stand-in", timeout_seconds: 30 },
    narratorKey: narrator?.key,
  });

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

interface Stay {
  readonly config: Config;
  readonly time: DemoTime;
  readonly invocation: Invocation;
}

/** The first night, then as many as asked for, each after a day on which people worked; the outcome of the last. */
async function passNights(demo: Demo, { config, time, invocation }: Stay): Promise<RunOutcome> {
  const { options, effects } = invocation;
  const seed = options.number("seed");
  const request = { stages, isFull: false, isApplied: options.flag("apply"), isSent: false };
  const night = () => runStages(config, { ...effects, clock: time.now }, { ...request, today: time.today() });
  let outcome = await night();
  for (let passed = 1; passed <= (options.number("nights") ?? 0); passed++) {
    const worked = advanceNight(demo.world, { today: time.today(), seed });
    time.nextMorning();
    outcome = await night();
    effects.err(
      `Night ${passed}, ${time.today()}: the day before, ${worked.completed} tasks were done, ${worked.created} made, ${worked.entries} entries logged.\n`,
    );
  }
  return outcome;
}

async function serve(demo: Demo, { home, phase }: { home: string; phase: string }, effects: Effects): Promise<void> {
  const at = `ASANA_BASE_URL=${demo.url} ASANA_ACCESS_TOKEN=${demo.token}`;
  const command = `${at} npx plimsoll publish --home ${path.relative(effects.directory, home) || "."} --set publish.phase=${phase}`;
  effects.err(
    `The workspace is up until Ctrl-C: ${demo.url}/ in a browser, or\n` +
      `  curl -H 'Authorization: Bearer ${demo.token}' ${demo.url}/api/1.0/workspaces\n` +
      "Plan, apply (--apply) and take back (--undo RUN --apply) from another terminal, and watch:\n" +
      `  ${command}\n`,
  );
  await effects.interrupted();
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** The demo's own time: its last morning, going on as real time does. */
interface DemoTime {
  readonly now: () => Date;
  /** The day of the next night, YYYY-MM-DD. */
  readonly today: () => string;
  /** Goes on to the morning after. */
  readonly nextMorning: () => void;
}

/** A later run begins after the one before, since what was read when decides what is read again. */
async function demoTime(home: string, today: string, effects: Effects): Promise<DemoTime> {
  const begin = effects.clock().getTime();
  const morning = Date.parse(`${today}T06:00:00.000Z`);
  const last = await lastRunAt(home);
  let start = last && last >= morning && last < morning + day / 2 ? last + minute : morning;
  let date = today;
  return {
    now: () => new Date(start + effects.clock().getTime() - begin),
    today: () => date,
    nextMorning: () => {
      const next = Date.parse(`${date}T06:00:00.000Z`) + day;
      date = new Date(next).toISOString().slice(0, 10);
      start = next - (effects.clock().getTime() - begin);
    },
  };
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

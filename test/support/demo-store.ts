import { setTimeout as sleep } from "node:timers/promises";
import { type Asana, createAsana } from "../../src/asana/client.ts";
import { type Config, readConfig } from "../../src/config/read.ts";
import type { Context } from "../../src/context.ts";
import { type Demo, type DemoOptions, demoToday, startDemo } from "../../src/demo/start.ts";
import { type ExtractSummary, extract } from "../../src/extract/extract.ts";
import { type Log, silent } from "../../src/log.ts";
import { finishRefresh, startRefresh } from "../../src/warehouse/refresh-ledger.ts";
import { openStore, type Store } from "../../src/warehouse/store.ts";

export interface NightOptions {
  readonly home: string;
  readonly url: string;
  readonly token: string;
  readonly asOf?: string;
  readonly full?: boolean;
  readonly only?: readonly string[];
  /** `--set` pairs for the config. */
  readonly set?: readonly string[];
  readonly log?: Log;
  readonly clock?: () => Date;
  /** Keeps to Asana's pace also on this machine. */
  readonly isPaced?: boolean;
  /** A quick sleep by default: retries wait a hundredth of what they would. */
  readonly sleep?: (milliseconds: number) => Promise<void>;
}

/** What tasks and time hang on; the rest of the workspace stays as it is. */
export const tasksAndTime: readonly string[] = [
  "workspace_memberships",
  "projects",
  "sections",
  "tasks",
  "own_tasks",
  "task_changes",
  "subtasks",
  "time_entries",
  "task_time_entries",
  "stray_tasks",
];

/** Fewer windows of time entries than the two years that are usual. */
export const shortHistory = "extract.history_days=60";

export interface Night {
  readonly summary: ExtractSummary;
  readonly store: Store;
  readonly asana: Asana;
  readonly ctx: Context;
}

/** One extract run into the store of `home`, over real HTTP. The store stays open for `use`, then closes. */
export async function runNight<T = ExtractSummary>(
  options: NightOptions,
  use: (night: Night) => Promise<T> | T = (night) => night.summary as T,
): Promise<T> {
  const config = testConfig(options);
  const { clock = () => new Date(), asOf = demoToday, log = silent } = options;
  const nap = options.sleep ?? ((milliseconds: number) => sleep(milliseconds / 100));
  const store = await openStore(options.home, { baseUrl: config.baseUrl, workspaceGid: config.workspace, clock });
  const asana = createAsana({
    baseUrl: config.baseUrl,
    accessToken: options.token,
    clock,
    sleep: nap,
    pacedOnLoopback: options.isPaced ?? false,
    random: () => 0.5,
    log,
  });
  try {
    const startedAt = clock().toISOString();
    const start = { startedAt, asOf, timeZone: config.time_zone, stages: ["extract"] };
    const [{ next }] = (await store.database.rows("select count(*) + 1 as next from ledger.refreshes")) as [
      { next: number },
    ];
    const runId = `night-${next}`;
    const seq = await startRefresh(store, { ...start, runId });
    const ctx: Context = { config, log, clock, sleep: nap, run: { runId, seq, startedAt, asOf } };
    const summary = await extract(ctx, { asana, store, full: options.full, only: options.only });
    await finishRefresh(store, {
      seq,
      finishedAt: clock().toISOString(),
      exitCode: 0,
      numberOfRequests: summary.numberOfRequests,
    });
    return await use({ summary, store, asana, ctx });
  } finally {
    asana.close();
    await store.close();
  }
}

const testConfig = ({ home, url, token, set }: NightOptions): Config =>
  readConfig({ ASANA_ACCESS_TOKEN: token, ASANA_BASE_URL: url }, { home, set }, home);

/** Extracts the embedded workspace into `home/store.duckdb`; returns what was read and the demo, which is closed already. */
export async function demoStore(
  home: string,
  options: DemoOptions & Pick<NightOptions, "set" | "asOf"> = {},
): Promise<{ readonly summary: ExtractSummary; readonly demo: Demo; readonly storePath: string }> {
  const demo = await startDemo(options);
  try {
    const { url, token } = demo;
    const summary = await runNight({ home, url, token, asOf: options.asOf ?? demo.today, set: options.set });
    return { summary, demo, storePath: `${home}/store.duckdb` };
  } finally {
    await demo.close();
  }
}

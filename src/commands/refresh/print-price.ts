import { existsSync } from "node:fs";
import { isLoopback } from "../../config/loopback.ts";
import type { Context } from "../../context.ts";
import { type NightPlan, planExtract, rawTables } from "../../extract/prepare-night.ts";
import { resources } from "../../extract/resources/index.ts";
import { silent } from "../../log.ts";
import { ensureRawTables } from "../../warehouse/raw-table.ts";
import { openStore, storePathOf } from "../../warehouse/store.ts";
import type { ExitCode, Invocation } from "../command.ts";
import { table } from "../output/table.ts";
import { settingsOf } from "../settings.ts";
import { readBaseUrl } from "../store-origin.ts";
import { dayIn } from "./begin-run.ts";

const usualRequestsPerMinute = 1_500;

/** Tells what the next night's reading would cost, from the last counts and without a request. */
export async function printPrice(invocation: Invocation): Promise<ExitCode> {
  const { options, effects } = invocation;
  const config = settingsOf(invocation);
  const startedAt = effects.clock().toISOString();
  const asOf = options.text("today") ?? dayIn(config.time_zone, effects.clock());
  const run = { runId: "plan", seq: 0, startedAt, asOf };
  const ctx: Context = { config, log: silent, clock: effects.clock, sleep: effects.sleep, run };
  const plan = existsSync(storePathOf(config.home)) ? await planFrom(ctx, options.flag("full")) : undefined;
  const isPaced = !isLoopback(new URL(config.baseUrl));
  const perMinute = isPaced ? (config.asana.requests_per_minute ?? usualRequestsPerMinute) : undefined;
  effects.out(options.flag("json") ? `${JSON.stringify(plan ?? null, null, 2)}\n` : describePlan(plan, perMinute));
  return 0;
}

async function planFrom(ctx: Context, full: boolean): Promise<NightPlan | undefined> {
  const { config, clock } = ctx;
  const store = await openStore(config.home, { baseUrl: await readBaseUrl(config), clock });
  try {
    // A store of an older version lacks columns that the plan reads.
    await ensureRawTables(store, [...rawTables(resources).values()]);
    return await planExtract(ctx, { store, full });
  } finally {
    await store.close();
  }
}

function describePlan(plan: NightPlan | undefined, perMinute: number | undefined): string {
  if (!plan || plan.isFirst) {
    return (
      "No night has counted anything here yet. The first one takes about a request for every 100 tasks, subtasks, time " +
      "entries and people, and about ten for every project; later ones tell their price beforehand.\n"
    );
  }
  const rows = plan.sources.filter(({ requests }) => requests > 0).sort((a, b) => b.requests - a.requests);
  const pace = perMinute
    ? `at ${perMinute} a minute about ${Math.ceil(plan.requests / perMinute)} min`
    : "unpaced on loopback";
  const turn = plan.rotates ? "; what moves slowly is read in turn" : "";
  return `${table(
    ["source", "requests", "uncounted"],
    rows.map((row) => ({ ...row })),
  )}\n${plan.requests} requests, ${pace}${turn}.\n`;
}

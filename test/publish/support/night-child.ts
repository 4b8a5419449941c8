// One publishing night in a process of its own, so that a test can kill it at any point.
// Arguments: home, release file, base URL, token, run id, as-of date, phase.
import { createAsana } from "../../../src/asana/client.ts";
import { readConfig } from "../../../src/config/read.ts";
import { silent } from "../../../src/log.ts";
import { applyPlan } from "../../../src/publish/apply.ts";
import { planPublish } from "../../../src/publish/plan.ts";
import { openDatabase } from "../../../src/warehouse/database.ts";
import { openStore } from "../../../src/warehouse/store.ts";

const [home, releaseFile, baseUrl, accessToken, runId, asOf, phase] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
  string,
];
const clock = () => new Date(`${asOf}T06:30:00.000Z`);
const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));
const asana = createAsana({ baseUrl, accessToken, clock, sleep, random: () => 0.5, log: silent, guardsFields: true });
const store = await openStore(home, { baseUrl, clock });
const release = await openDatabase(releaseFile, { readOnly: true });
const ctx = {
  config: readConfig({}, { home, set: [`publish.phase=${phase}`] }, home),
  log: silent,
  clock,
  sleep,
  run: { runId, seq: 1, startedAt: clock().toISOString(), asOf },
};
const plan = await planPublish(ctx, { release, asana, store });
await applyPlan(ctx, plan, { asana, store });
await store.close();
release.close();
asana.close();

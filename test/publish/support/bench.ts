import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Asana, createAsana } from "../../../src/asana/client.ts";
import { readConfig } from "../../../src/config/read.ts";
import type { Context } from "../../../src/context.ts";
import { type Demo, type DemoOptions, startDemo } from "../../../src/demo/start.ts";
import { silent } from "../../../src/log.ts";
import type { ModelRow } from "../../../src/models/node.ts";
import type { Plan } from "../../../src/publish/action.ts";
import { type ApplySummary, applyPlan } from "../../../src/publish/apply.ts";
import { planPublish } from "../../../src/publish/plan.ts";
import type { Database } from "../../../src/warehouse/database.ts";
import { claimStore, openStore, type Store } from "../../../src/warehouse/store.ts";
import { insert, openMarts } from "../../models/support/marts.ts";
import { type CuttingProxy, startCuttingProxy } from "./cutting-proxy.ts";

export const asOf = "2026-11-16";

/** The embedded workspace behind a proxy, a store of its own and a small release: all that publishing needs. */
export interface Bench {
  readonly home: string;
  readonly demo: Demo;
  readonly proxy: CuttingProxy;
  /** Plimsoll's own client. */
  readonly asana: Asana;
  /** What people do in Asana; it passes no proxy. */
  readonly person: Asana;
  readonly store: Store;
  readonly release: Database;
  /** Three projects that are in the release. */
  readonly projects: readonly string[];
  context(runId: string, settings?: readonly string[]): Context;
  plan(runId: string, settings?: readonly string[]): Promise<Plan>;
  /** Plans and applies, as one night does. */
  night(runId: string, settings?: readonly string[]): Promise<{ plan: Plan; applied: ApplySummary }>;
  /** Number of requests that changed anything in Asana so far. */
  writes(): number;
  /** Hands the store to another process. */
  closeStore(): Promise<void>;
  close(): Promise<void>;
}

export async function openBench(options: Partial<DemoOptions> = {}): Promise<Bench> {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-publish-"));
  const demo = await startDemo({ tasks: 150, ...options });
  const proxy = await startCuttingProxy(demo.url);
  const clock = () => new Date(`${asOf}T06:30:00.000Z`);
  const sleep = async () => {};
  const client = (url: string, guardsFields: boolean) =>
    createAsana({
      baseUrl: `${url}/api/1.0`,
      accessToken: demo.token,
      clock,
      sleep,
      random: () => 0.5,
      log: silent,
      guardsFields,
    });
  const asana = client(proxy.url, true);
  const person = client(demo.url, false);
  const store = await openStore(home, { baseUrl: `${proxy.url}/api/1.0`, clock });
  await claimStore(store, demo.workspaceGid);
  const release = await openMarts();
  const projects = [...demo.world.projects.values()]
    .filter(({ isArchived }) => !isArchived)
    .slice(0, 3)
    .map(({ gid }) => gid);
  await fillRelease(release, demo, projects);
  const configs = new Map<string, Context["config"]>();
  const configOf = (set: readonly string[]): Context["config"] => {
    const known = configs.get(set.join()) ?? readConfig({}, { home, set }, home);
    configs.set(set.join(), known);
    return known;
  };
  const context = (runId: string, settings: readonly string[] = []): Context => ({
    config: configOf(settings),
    log: silent,
    clock,
    sleep,
    run: { runId, seq: 1, startedAt: clock().toISOString(), asOf },
  });
  const plan = (runId: string, settings?: readonly string[]) =>
    planPublish(context(runId, settings), { release, asana, store });
  let isStoreOpen = true;
  const closeStore = async () => {
    if (isStoreOpen) await store.close();
    isStoreOpen = false;
  };
  return {
    home,
    demo,
    proxy,
    closeStore,
    asana,
    person,
    store,
    release,
    projects,
    context,
    plan,
    night: async (runId, settings) => {
      const made = await plan(runId, settings);
      return { plan: made, applied: await applyPlan(context(runId, settings), made, { asana, store }) };
    },
    writes: () => proxy.exchanges.filter(({ method }) => method !== "GET").length,
    close: async () => {
      await closeStore();
      release.close();
      asana.close();
      person.close();
      await proxy.close();
      await demo.close();
      rmSync(home, { recursive: true });
    },
  };
}

async function fillRelease(release: Database, demo: Demo, projects: readonly string[]): Promise<void> {
  const people = [...demo.world.people.values()].slice(0, 3).map(({ gid, name }) => ({ gid, name }));
  await insert(release, "meta.refreshes", [
    { run_id: "release-1", seq: 1, as_of_on: asOf, is_this_release: true, started_at: `${asOf} 06:00:00` },
  ]);
  await insert(
    release,
    "marts.people",
    people.map(({ gid, name }) => ({
      person_gid: gid,
      name,
      manager_gid: people[0]!.gid,
      is_active: true,
      is_guest: false,
    })),
  );
  await insert(
    release,
    "marts.projects",
    projects.map((gid) => ({ project_gid: gid, name: demo.world.projects.get(gid)!.name, due_on: "2027-01-15" })),
  );
  await insert(
    release,
    "marts.project_forecasts",
    projects.map((gid, i) => ({
      project_gid: gid,
      completes_on_p50: `2027-01-${10 + i}`,
      completes_on_p85: `2027-02-${10 + i}`,
      on_time_probability: [0.9, 0.5, 0.1][i]!,
      risk: ["low", "medium", "high"][i]!,
      n: 26,
      as_of_on: asOf,
      status: "ok",
    })),
  );
  await insert(release, "marts.retro_insights", insights());
}

const insights = (): ModelRow[] =>
  ["2026-09-01", "2026-10-01"].flatMap((month) =>
    ["one", "two"].map((id, i) => ({
      insight_id: id,
      month_start_on: month,
      scope_type: "workspace",
      scope_gid: "1",
      kind: "overhead",
      title: `Insight ${id} of ${month} <b>&"'</b>`,
      finding: "A tenth of the hours went to meetings.",
      n: 12,
      effect: i + 0.1,
      suggested_action: "Meet less",
      evidence: { sql: "select 1" },
    })),
  );

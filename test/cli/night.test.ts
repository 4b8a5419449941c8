import { existsSync, lstatSync, readFileSync, realpathSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, demoToday, startDemo } from "../../src/demo/start.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { openRelease } from "../../src/warehouse/release.ts";
import { type ContractProxy, hasContract, startContractProxy } from "../support/contract-proxy.ts";
import { type CliResult, runCli, temporaryFolder } from "../support/run-cli.ts";

let demo: Demo;
/** Between Plimsoll and the workspace, where the contract is at hand. */
let proxy: ContractProxy | undefined;
let home: string;
let first: RunJson;

interface RunJson {
  readonly runId: string;
  readonly exitCode: number;
  readonly requests: number;
  readonly peakMemory: number;
  readonly problems: readonly unknown[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly summaries: {
    readonly extract: {
      readonly added: number;
      readonly changed: number;
      readonly deleted: number;
      readonly numberOfRequests: number;
    };
    readonly transform: { readonly tables: readonly { readonly name: string; readonly number_of_rows: number }[] };
    readonly report: { readonly headline: string; readonly files: readonly string[] };
    readonly publish: { readonly plan: string };
  };
}

const plimsoll = (...words: string[]): Promise<CliResult> =>
  runCli([...words, "--home", home], {
    environment: { ASANA_BASE_URL: proxy?.url ?? demo.url, ASANA_ACCESS_TOKEN: demo.token },
    directory: path.dirname(home),
  });

async function night(...words: string[]): Promise<RunJson> {
  const { code, out, err } = await plimsoll("refresh", "--json", "--today", demoToday, ...words);
  expect(code, err).toBe(0);
  return JSON.parse(out);
}

const rowCounts = (run: RunJson) =>
  Object.fromEntries(
    run.summaries.transform.tables
      .filter(({ name }) => name.startsWith("marts.") && !name.includes("forecast"))
      .map(({ name, number_of_rows }) => [name, number_of_rows]),
  );

beforeAll(async () => {
  demo = await startDemo({ tasks: 200 });
  if (hasContract) proxy = await startContractProxy(demo.url);
  home = path.join(temporaryFolder(), "data");
  first = await night();
});
afterAll(async () => {
  proxy?.close();
  await demo.close();
});

describe("the first night", () => {
  it("leaves a release, a page, an e-mail and a plan, and says so", () => {
    expect(first).toMatchObject({ exitCode: 0, problems: [] });
    expect(first.summaries.report.headline).toMatch(/\S/);
    expect(first.summaries.publish.plan).toMatch(/\d+ to create/);
    expect(Object.keys(first.seconds)).toEqual(["extract", "transform", "report", "publish"]);
    const current = JSON.parse(readFileSync(path.join(home, "current.json"), "utf8"));
    expect(current).toMatchObject({ run_id: first.runId, as_of_on: demoToday });
    expect(realpathSync(path.join(home, "current.duckdb"))).toBe(realpathSync(path.join(home, current.path)));
    for (const name of ["weekly.html", "weekly.eml"]) {
      expect(existsSync(path.join(home, "reports", demoToday, name))).toBe(true);
    }
  });

  it("keeps the store private and the release readable by its group", () => {
    expect(statSync(path.join(home, "store.duckdb")).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(home, "current.duckdb")).mode & 0o777).toBe(0o640);
    expect(lstatSync(path.join(home, "current.duckdb")).isSymbolicLink()).toBe(true);
  });

  it("keeps the page under 1 MB and the e-mail's HTML under 80 KB", () => {
    const { sizes } = first.summaries.report as unknown as { sizes: { page: number; mailHtml: number } };
    expect(sizes.page).toBeLessThan(1_000_000);
    expect(sizes.mailHtml).toBeLessThan(80_000);
  });

  it("holds the tasks and hours of the workspace", async () => {
    const release = await openRelease(home);
    const [row] = await release.rows<{ tasks: number; hours: number }>(
      "select (select count(*) from marts.tasks) as tasks, (select sum(hours) from marts.time_entries where source = 'asana') as hours",
    );
    release.close();
    const minutes = [...demo.world.entries.values()].reduce((sum, entry) => sum + entry.minutes, 0);
    expect(row!.tasks).toBe(demo.world.tasks.size);
    expect(row!.hours).toBeCloseTo(minutes / 60, 1);
  });

  it("logs JSON lines without token and e-mail addresses", async () => {
    const { err } = await plimsoll("extract", "--today", demoToday);
    const lines = err
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.some(({ type, stage }) => type === "stage" && stage === "extract")).toBe(true);
    expect(err).not.toContain(demo.token);
    expect(err).not.toMatch(/[\w.]+@[\w.]+\.\w+/);
  });
});

describe("the night after", () => {
  it("doubles nothing, costs much less, and lets an open reader go on reading the old release", async () => {
    const reader = await openRelease(home);
    const second = await night("--apply");
    expect(second.summaries.extract).toMatchObject({ added: 0, changed: 0, deleted: 0 });
    expect(second.summaries.extract.numberOfRequests).toBeLessThan(first.summaries.extract.numberOfRequests * 0.8);
    expect(rowCounts(second)).toEqual(rowCounts(first));
    const [old] = await reader.rows("select run_id from meta.refreshes where is_this_release");
    reader.close();
    expect(old).toEqual({ run_id: first.runId });
    const newest = await openRelease(home);
    const [now] = await newest.rows("select run_id from meta.refreshes where is_this_release");
    newest.close();
    expect(now).toEqual({ run_id: second.runId });
  });

  it("has written to Asana, and finds nothing to write when asked again", async () => {
    const { code, out } = await plimsoll("publish", "--apply");
    expect(code, out).toBe(0);
    expect(out).toMatch(/^0 written/m);
  });

  it("does not take what Plimsoll wrote for anyone's work", async () => {
    const count = async (): Promise<unknown> => {
      const release = await openRelease(home);
      const rows = await release.rows("select is_own, count(*) as n from marts.tasks group by all order by all");
      release.close();
      return rows;
    };
    const before = await count();
    const { code, err } = await plimsoll("refresh", "--only", "extract,transform", "--today", demoToday);
    expect(code, err).toBe(0);
    expect(await count()).toEqual([...(before as unknown[]), { is_own: true, n: expect.any(Number) }]);
  });

  it("is in the ledger with its timings", async () => {
    const store = await openDatabase(path.join(home, "store.duckdb"), { readOnly: true });
    const rows = await store.rows<Record<string, unknown>>(
      "select run_id, exit_code, finished_at is not null as is_finished, summary from ledger.refreshes order by seq limit 1",
    );
    store.close();
    expect(rows[0]).toMatchObject({ run_id: first.runId, exit_code: 0, is_finished: true });
    expect(JSON.parse(String(rows[0]!.summary))).toMatchObject({
      seconds: first.seconds,
      peakMemory: first.peakMemory,
    });
  });
});

describe("what an operator asks", () => {
  it("status is well after a night, and 2 when the data is old", async () => {
    const fresh = await plimsoll("status");
    expect(fresh.code, fresh.out).toBe(0);
    expect(fresh.out).toContain(`as of ${demoToday}`);
    const late = await runCli(["status", "--json", "--home", home], { now: "2036-01-01T00:00:00Z" });
    expect(late.code).toBe(2);
    expect(JSON.parse(late.out)).toMatchObject({ isStale: true });
  });

  it("doctor takes under 20 requests and finds all that the demo serves", async () => {
    const before = demo.requests().total;
    const { code, out } = await plimsoll("doctor");
    expect(code, out).toBe(0);
    expect(demo.requests().total - before).toBeLessThan(20);
    expect(out).toContain("a night can run");
    expect(out).not.toContain("BAD");
  });

  it("doctor says what an absent feature costs", async () => {
    const poor = await startDemo({ tasks: 60, refuse: { getTimeTrackingEntries: 402, getAllocations: 403 } });
    const environment = { ASANA_BASE_URL: poor.url, ASANA_ACCESS_TOKEN: poor.token };
    const { code, out } = await runCli(["doctor"], { environment });
    await poor.close();
    expect(code).toBe(0);
    expect(out).toMatch(/absent\s+time entries\s+not in the plan \(402\); actual hours come from/);
    expect(out).toMatch(/absent\s+allocations\s+not for this token \(403\)/);
  });

  it("init writes what it found, once", async () => {
    const { code, out } = await plimsoll("init");
    expect(code, out).toBe(0);
    const file = path.join(path.dirname(home), "plimsoll.yaml");
    expect(readFileSync(file, "utf8")).toMatch(/estimate: "\d+" # Estimated Hours/);
    const again = await plimsoll("init");
    expect(again.code).toBe(1);
    expect(again.err).toContain("--force");
    expect((await plimsoll("status")).err).toBe("");
  });

  it("audit lists forecasts, as a table and as CSV", async () => {
    const { code, out } = await plimsoll("audit", "--kind", "forecast", "--limit", "3", "--csv");
    expect(code).toBe(0);
    expect(out.split("\r\n")[0]).toMatch(/^at,kind,run_id/);
  });

  it("publish prints the plan and writes nothing", async () => {
    const tasks = demo.world.tasks.size;
    const { code, out } = await plimsoll("publish");
    expect(code).toBe(0);
    expect(out).toContain("Nothing is written without --apply");
    expect(demo.world.tasks.size).toBe(tasks);
  });

  it("a mistyped stage is told", async () => {
    const { code, err } = await plimsoll("refresh", "--only", "extrct");
    expect(code).toBe(1);
    expect(err).toContain('did you mean "extract"?');
  });
});

describe.skipIf(!hasContract)("all that traffic", () => {
  it("keeps to Asana's contract", async () => {
    expect((await proxy!.operations()).length).toBeGreaterThan(25);
    expect(await proxy!.violations()).toEqual([]);
  });
});

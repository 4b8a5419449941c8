import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Demo, demoToday, startDemo } from "../../src/demo/start.ts";
import { deleteTask } from "../../src/demo/world/tasks.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { emptyWorld, removeFields } from "../support/demo-world.ts";
import { type CliResult, runCli, temporaryFolder } from "../support/run-cli.ts";

let demo: Demo;
let first: string;

beforeAll(async () => {
  demo = await startDemo({ tasks: 150 });
  first = temporaryFolder();
  const night = await refresh(first, "--only", "extract,transform");
  expect(night, night.err).toMatchObject({ code: 0 });
});
afterAll(() => demo.close());

const refresh = (home: string, ...words: string[]): Promise<CliResult> =>
  onDemo(demo, ["refresh", "--home", home, ...words]);

const onDemo = (server: Demo, words: readonly string[], token = server.token): Promise<CliResult> =>
  runCli([...words, "--today", demoToday], {
    environment: { ASANA_BASE_URL: server.url, ASANA_ACCESS_TOKEN: token },
    directory: temporaryFolder(),
  });

/** A data directory with a release in it, which a failing run must leave alone. */
function homeWithRelease(): string {
  const home = path.join(temporaryFolder(), "data");
  cpSync(first, home, { recursive: true, verbatimSymlinks: true });
  return home;
}

const releaseOf = (home: string): string =>
  readFileSync(path.join(home, "current.json"), "utf8") + readlinkSync(path.join(home, "current.duckdb"));

async function expectRefusal(act: (home: string) => Promise<CliResult>, message: RegExp): Promise<void> {
  const home = homeWithRelease();
  const before = releaseOf(home);
  const { code, err, out } = await act(home);
  const lines = err.split("\n").filter((line) => !line.startsWith("{"));
  expect(lines.join("\n")).toMatch(message);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(releaseOf(home)).toBe(before);
}

describe("a refresh that cannot be, ends with 1, a message, and the old release", () => {
  it("without a token", () =>
    expectRefusal(
      (home) => runCli(["refresh", "--home", home]),
      /ASANA_ACCESS_TOKEN is missing.*https:\/\/app\.asana\.com/,
    ));

  it("with a wrong token", () =>
    expectRefusal(
      (home) => onDemo(demo, ["refresh", "--home", home], "wrong"),
      /does not accept the access token \(401\)\. Make a new/,
    ));

  it("of a workspace that the token does not see", () =>
    expectRefusal(
      (home) => refresh(home, "--set", "workspace=4711"),
      new RegExp(`4711 is not among those that this token sees[\\s\\S]*${demo.workspaceGid}`),
    ));

  it("with a typo in plimsoll.yaml: which key, which line, what was meant", async () => {
    await expectRefusal((home) => {
      const file = path.join(path.dirname(home), "plimsoll.yaml");
      writeFileSync(file, "time_zone: UTC\nthreshold:\n  overload: 1.1\n");
      return refresh(home, "--config", file);
    }, /plimsoll\.yaml:2: unknown key "threshold"; did you mean "thresholds"\?/);
  });

  it("from a base URL that answers HTML", async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { "content-type": "text/html" }).end("<html><body>Sign in</body></html>");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await expectRefusal(
      (home) => runCli(["refresh", "--home", home], { environment: { ASANA_BASE_URL: url, ASANA_ACCESS_TOKEN: "x" } }),
      /answers HTML, not Asana's API\. Check ASANA_BASE_URL/,
    );
    server.closeAllConnections();
    server.close();
  });

  it("while another one runs", async () => {
    const lock = path.join(import.meta.dirname, "..", "..", "src", "commands", "refresh", "run-lock.ts");
    await expectRefusal(async (home) => {
      const code = `import { lockRuns } from ${JSON.stringify(lock)};
        await lockRuns(${JSON.stringify(home)}); console.log("locked"); setInterval(() => {}, 1000);`;
      const other = spawn(process.execPath, ["--input-type=module", "--eval", code]);
      await new Promise((resolve) => other.stdout.once("data", resolve));
      const result = await refresh(home);
      expect(result.err).toContain(`process ${other.pid}`);
      await changeStore(home, "update ledger.refreshes set finished_at = null, exit_code = null");
      const { out } = await runCli(["status", "--home", home]);
      expect(out).toContain(`running now (PID ${other.pid})`);
      expect(out).not.toContain("never ended");
      other.kill("SIGKILL");
      return result;
    }, /another run is at work/);
  });

  it("into a store of a newer version", () =>
    expectRefusal(async (home) => {
      await changeStore(home, "insert into main.migrations values (999, timestamp '2026-01-01')");
      return refresh(home);
    }, /written by a newer Plimsoll.*Update Plimsoll/));

  it("into a store of another workspace", () =>
    expectRefusal(
      async (home) => {
        await changeStore(home, "update ledger.identity set workspace_gid = '4711'");
        return refresh(home);
      },
      new RegExp(`holds workspace 4711, not ${demo.workspaceGid}\\. Use another --home`),
    ));

  it("into a place that cannot be written", async () => {
    const file = path.join(temporaryFolder(), "file");
    writeFileSync(file, "");
    const { code, err } = await refresh(path.join(file, "data"));
    expect(code).toBe(1);
    expect(err).toMatch(/file.*--home/s);
  });

  it("on a disk that is full", async ({ skip }) => {
    const disk = temporaryFolder();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=64m", "tmpfs", disk]);
    skip(mounted.status !== 0, "only root can make a small disk");
    try {
      cpSync(first, disk, { recursive: true, verbatimSymlinks: true });
      const before = releaseOf(disk);
      writeFileSync(path.join(disk, "ballast"), Buffer.alloc(freeBytes(disk)));
      const { code, err } = await refresh(disk, "--full");
      expect(err).toMatch(/disk is full|No space left/i);
      expect(err).toMatch(/[Ff]ree/);
      expect(code).toBe(1);
      expect(releaseOf(disk)).toBe(before);
    } finally {
      spawnSync("umount", [disk]);
    }
  });

  it("on a disk that is read-only", async ({ skip }) => {
    const disk = homeWithRelease();
    const bound = spawnSync("mount", ["--bind", disk, disk]);
    const mounted = spawnSync("mount", ["-o", "remount,ro,bind", disk]);
    skip(bound.status !== 0 || mounted.status !== 0, "only root can make a read-only disk");
    try {
      const { code, err } = await refresh(disk);
      expect(err).toMatch(/cannot be written|read-only/i);
      expect(err).toMatch(/--home/);
      expect(code).toBe(1);
      expect((await runCli(["query", "select 1 as one", "--home", disk])).code).toBe(0);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});

describe("a refresh whose write plan Asana refuses", () => {
  it("ends with 2 and says so: the release is out", async () => {
    const server = await startDemo({ tasks: 150, refuse: { getCustomFieldsForWorkspace: 404 } });
    const { code, out } = await onDemo(server, ["refresh", "--only", "publish", "--home", homeWithRelease()]);
    await server.close();
    expect(out).toMatch(/^! publish: nothing could be planned or written: .*404/m);
    expect(code).toBe(2);
  });
});

describe("a workspace that has little", () => {
  const reportOf = (home: string): string => readFileSync(path.join(home, "reports", demoToday, "weekly.html"), "utf8");
  const ask = async (home: string, sql: string): Promise<unknown> =>
    JSON.parse((await runCli(["query", "--json", "--home", home, sql])).out);

  async function nightOf(stages: string, change: (server: Demo) => void): Promise<{ home: string; result: CliResult }> {
    const server = await startDemo({ tasks: 60 });
    change(server);
    const home = temporaryFolder();
    try {
      return { home, result: await onDemo(server, ["refresh", "--home", home, "--only", stages]) };
    } finally {
      await server.close();
    }
  }

  it("is an empty one: the report says so", async () => {
    const { home, result } = await nightOf("extract,transform,report,publish", ({ world }) => emptyWorld(world));
    expect(result, result.err).toMatchObject({ code: 0 });
    expect(existsSync(path.join(home, "current.duckdb"))).toBe(true);
    expect(reportOf(home)).toMatch(/<h1/);
    expect(await ask(home, "select count(*) as n from marts.tasks")).toEqual([{ n: 0 }]);
  });

  it("has a project without tasks, no estimate field, only story points: it says what would unlock a forecast", async () => {
    let gid = "";
    const { home, result } = await nightOf("extract,transform,report", ({ world }) => {
      removeFields(world, "Estimated Hours");
      const project = [...world.projects.values()].find((one) => !one.isArchived)!;
      for (const task of [...world.tasks.values()]) {
        if (task.places.some(({ section }) => section.project === project)) deleteTask(world, task);
      }
      gid = project.gid;
    });
    expect(result, result.err).toMatchObject({ code: 0 });
    expect(await ask(home, `select remaining_tasks from marts.project_forecasts where project_gid = '${gid}'`)).toEqual(
      [{ remaining_tasks: 0 }],
    );
    expect(await ask(home, "select count(*) as n from marts.tasks where estimate_hours is not null")).toEqual([
      { n: 0 },
    ]);
    expect(await ask(home, "select count(*) > 0 as has_points from marts.tasks where story_points > 0")).toEqual([
      { has_points: true },
    ]);
    expect(
      await ask(
        home,
        "select distinct status, unlocks is not null as is_told from marts.estimate_accuracy where group_type = 'workspace'",
      ),
    ).toEqual([{ status: "insufficient_data", is_told: true }]);
  });
});

async function changeStore(home: string, sql: string): Promise<void> {
  const store = await openDatabase(path.join(home, "store.duckdb"));
  await store.run(sql);
  store.close();
}

function freeBytes(folder: string): number {
  const { stdout } = spawnSync("df", ["--output=avail", "-B1", folder], { encoding: "utf8" });
  return Number(stdout.split("\n")[1]);
}

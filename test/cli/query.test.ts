import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { onTerminal } from "../../src/commands/output/visible-text.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { runCli, temporaryFolder } from "../support/run-cli.ts";

let home: string;
const ask = (...words: string[]) => runCli(["query", "--home", home, ...words]);

beforeAll(async () => {
  home = temporaryFolder();
  const database = await openDatabase(path.join(home, "current.duckdb"));
  await database.run("create schema marts");
  await database.run(
    `create table marts.tasks as select * from (values
      ('1', '=cmd|calc', 7.5::decimal(18, 4), date '2026-11-16', timestamp '2026-11-16 10:00:00', ['a', 'b']),
      ('2', 'a"b,c' || chr(10) || 'd', -3::decimal(18, 4), null, null, []),
      ('3', chr(27) || '[31mred' || chr(8238) || 'gnp', 0::decimal(18, 4), null, null, null)
    ) t (task_gid, name, estimate_hours, due_on, created_at, skills)`,
  );
  database.close();
});

describe("plimsoll query", () => {
  it("prints a table with numbers to the right and the number of rows", async () => {
    const { code, out } = await ask("select task_gid, estimate_hours, due_on from marts.tasks order by 1");
    expect(code).toBe(0);
    expect(out).toBe(
      [
        "task_gid  estimate_hours  due_on",
        "────────  ──────────────  ──────────",
        "1                    7.5  2026-11-16",
        "2                     -3",
        "3                      0",
        "(3 rows)",
        "",
      ].join("\n"),
    );
  });

  it("prints CSV as it is into a file, and without what would steer a terminal on one", async () => {
    const { out } = await ask("--csv", "select task_gid, name from marts.tasks where task_gid = '3'");
    expect(out).toContain("\u001b[31mred");
    expect(onTerminal(out)).toBe(out.replace("\u001b", "\\u001b"));
  });

  it("shows control and direction characters instead of obeying them", async () => {
    const { out } = await ask("select name from marts.tasks order by task_gid");
    expect(out).toContain("\\u001b[31mred\\u202egnp");
    expect(out).toContain('a"b,c\\nd');
    expect([...out].filter((mark) => mark === "\u001b" || mark === "\u202e")).toEqual([]);
  });

  it("prints JSON with dates, instants and lists as they are", async () => {
    const { out } = await ask("--json", "from marts.tasks order by task_gid limit 1");
    expect(JSON.parse(out)).toEqual([
      {
        task_gid: "1",
        name: "=cmd|calc",
        estimate_hours: 7.5,
        due_on: "2026-11-16",
        created_at: "2026-11-16T10:00:00.000Z",
        skills: ["a", "b"],
      },
    ]);
  });

  it("prints CSV in which no text is a formula, and a negative number stays a number", async () => {
    const { out } = await ask(
      "--csv",
      "select name, estimate_hours from marts.tasks where task_gid < '3' order by task_gid",
    );
    expect(out).toBe('name,estimate_hours\r\n"\'=cmd|calc",7.5\r\n"a""b,c\nd",-3\r\n');
  });

  it("says clearly what is wrong with a query", async () => {
    const unknown = await ask("select * from marts.task");
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain("the query failed: Catalog Error");
    expect(unknown.err).toContain("meta.columns");
    expect((await ask("selec 1")).err).toContain("Parser Error");
  });

  it("changes nothing", async () => {
    const { code, err } = await ask("delete from marts.tasks");
    expect(code).toBe(1);
    expect(err).toContain("read-only");
  });

  it("tells where there is no release yet", async () => {
    const { code, err } = await runCli(["query", "select 1", "--home", temporaryFolder()]);
    expect(code).toBe(1);
    expect(err).toContain("Run `plimsoll refresh`");
  });
});

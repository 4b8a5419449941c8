import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { queriesWorthTrying } from "../../src/commands/demo/describe-demo.ts";
import { runCli, temporaryFolder } from "../support/run-cli.ts";

interface Line {
  readonly id: string;
  readonly who: string;
  readonly project: string;
  readonly estimate: number;
  readonly actual: number | null;
  readonly created: string;
  readonly completed: string | null;
}

const day = (number: number): string => new Date(Date.UTC(2025, 0, 6) + number * 86_400_000).toISOString().slice(0, 10);

/** 120 tasks of three invented people in two projects; every tenth is still open. */
const lines: readonly Line[] = Array.from({ length: 120 }, (_, i) => {
  const isOpen = i % 10 === 9;
  return {
    id: String(100 + i),
    who: ["Ada", "Bo", "Cy"][i % 3]!,
    project: i % 2 ? "Harbor" : "Quay",
    estimate: 1 + (i % 7) * 0.5,
    actual: isOpen ? null : 1.25 + (i % 5),
    created: day(i),
    completed: isOpen ? null : day(i + 3 + (i % 4)),
  };
});

function writeCsv(folder: string): string {
  const file = path.join(folder, "tasks.csv");
  const rows = lines.map((line) =>
    [line.id, `Task ${line.id}`, line.who, line.project, line.estimate, line.actual, line.created, line.completed].join(
      ",",
    ),
  );
  writeFileSync(file, `${["Key,Title,Owner,Project,Hours planned,Hours spent,Created,Done on", ...rows].join("\n")}\n`);
  return file;
}

const columns = ["name=Title", "estimate=Hours planned", "actual=Hours spent"].flatMap((pair) => ["--column", pair]);

describe("plimsoll demo --csv", () => {
  it("runs the whole job on tasks of a file, and every total is that of the file", async () => {
    const directory = temporaryFolder();
    writeCsv(directory);
    const demo = await runCli(["demo", "--csv", "tasks.csv", ...columns, "--narrator"], { directory });
    expect(demo.code, demo.err).toBe(0);
    expect(demo.out.trimEnd().split("\n").length).toBeLessThanOrEqual(25);
    expect(demo.out).toContain("data/demo/current.duckdb");
    expect(demo.out).toMatch(/reports\/\d{4}-\d\d-\d\d\/weekly\.html/);

    const ask = (sql: string) => runCli(["query", "--json", "--home", "data/demo", sql], { directory });
    const { out } = await ask(`
      select people.name as who, projects.name as project, count(*) as n, sum(estimate_hours) as estimate, sum(actual_hours) as actual
      from marts.tasks join marts.projects using (project_gid) join marts.people on person_gid = assignee_gid
      group by all order by all`);
    const groups = Map.groupBy(lines, ({ who, project }) => `${who} ${project}`);
    const expected = [...groups.keys()].sort().map((key) => {
      const own = groups.get(key)!;
      const sum = (read: (line: Line) => number | null) => own.reduce((total, line) => total + (read(line) ?? 0), 0);
      const { who, project } = own[0]!;
      return {
        who,
        project,
        n: own.length,
        estimate: sum((line) => line.estimate),
        actual: sum((line) => line.actual),
      };
    });
    expect(JSON.parse(out)).toEqual(expected);

    expect(demo.out).toContain("The narrator's text is accepted.");
    const audit = await runCli(["audit", "--kind", "model_call", "--json", "--home", "data/demo"], { directory });
    const calls: { result: string; why: string; before: string }[] = JSON.parse(audit.out);
    expect(calls.map(({ result }) => result)).toEqual([
      "accepted",
      expect.stringMatching(/^refused: s\d+: \d+ is missing/),
    ]);
    for (const { why, before } of calls) {
      expect(why).toMatch(/^for everyone/);
      expect(before).not.toMatch(/Harbor|Quay/);
    }

    for (const sql of queriesWorthTrying) expect((await ask(sql)).err).toBe("");
  });

  it("says which file, line or column is wrong", async () => {
    const directory = temporaryFolder();
    writeCsv(directory);
    const failure = async (...words: string[]) => {
      const { code, err } = await runCli(["demo", "--csv", ...words], { directory });
      expect(code).toBe(1);
      return err;
    };
    expect(await failure("nowhere.csv")).toContain("nowhere.csv");
    expect(await failure("tasks.csv", "--column", "nmae=Title")).toContain('did you mean "name"?');
    expect(await failure("tasks.csv", "--column", "name=Titel")).toContain('no column "Titel"');
  });
});

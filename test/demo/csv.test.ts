import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readCsv } from "../../src/demo/csv/read-csv.ts";
import { startDemo } from "../../src/demo/start.ts";
import { UserError } from "../../src/errors.ts";
import { asker } from "./client.ts";

const folder = mkdtempSync(path.join(tmpdir(), "plimsoll-csv-"));

function fileOf(...lines: string[]): string {
  const file = path.join(folder, `${lines.length}-${Math.abs(lines.join().length)}.csv`);
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

const header =
  "task_id,name,project,category,priority,assignee,estimate_hours,actual_hours,estimated_on,started_on,completed_on";

describe("tasks from a CSV file", () => {
  it("are served with hours, people, projects and dates as the file has them", async () => {
    const file = fileOf(
      header,
      '1,"Fix ""it"", now",Alpha,Bug,1,Ada,4,5.25,2026-01-05,2026-01-06,2026-01-07',
      "2,Write,Alpha,Feature,2,Ben,2.5,,2026-01-06,,",
      "3,Test,Beta,Bug,1,Ada,,0.75,2026-02-01,,2026-01-30",
    );
    const demo = await startDemo({ csv: { path: file } });
    const ask = asker(demo);
    expect(demo.today).toBe("2026-02-02");
    const projects = await ask("GET", `/workspaces/${demo.workspaceGid}/projects?limit=100`);
    expect(projects.body.data.map((one) => one.name)).toEqual(["Alpha", "Beta"]);
    const fields = "name,assignee.name,created_at,completed_at,custom_fields.name,custom_fields.number_value";
    const { body } = await ask("GET", `/tasks?project=${projects.body.data[0]!.gid}&limit=100&opt_fields=${fields}`);
    const byName = new Map(body.data.map((task) => [task.name, task]));
    expect(byName.get('Fix "it", now')).toMatchObject({
      completed_at: "2026-01-07T17:00:00.000Z",
      assignee: { name: "Ada" },
    });
    expect(byName.get("Write")!.completed_at).toBe(null);
    const value = (task: string, field: string): unknown =>
      (byName.get(task)!.custom_fields as { name: string; number_value: unknown }[]).find((one) => one.name === field)!
        .number_value;
    expect([
      value('Fix "it", now', "Actual Hours"),
      value("Write", "Estimated Hours"),
      value("Write", "Actual Hours"),
    ]).toEqual([5.25, 2.5, null]);
    const [late] = [...demo.world.tasks.values()].filter((task) => task.name === "Test");
    expect(late!.createdAt <= late!.completedAt!).toBe(true);
    await demo.close();
  });

  it("take columns by the names that they are given", () => {
    const file = fileOf("Was,Wer,Soll,Seit", "Bauen,Ute,3,2026-05-01");
    const { tasks, today } = readCsv(file, { name: "Was", assignee: "Wer", estimate: "Soll", created: "Seit" });
    expect(tasks).toMatchObject([{ name: "Bauen", assignee: "Ute", estimateHours: 3, project: "No project" }]);
    expect(today).toBe("2026-05-02");
  });

  it.each([
    ["a file that is not there", path.join(folder, "none.csv"), {}, /Cannot read .*none\.csv/],
    ["an empty file", fileOf(""), {}, /is empty/],
    ["a missing column", fileOf("id,created", "1,2026-01-01"), {}, /no column "name"\. It has: id, created/],
    ["a column that was named wrongly", fileOf(header, ""), { project: "Produkt" }, /no column "Produkt"/],
    ["a bad number", fileOf(header, "1,A,P,,,Ada,four,,2026-01-01,,"), {}, /line 2: estimate "four" is not a number/],
    ["a bad date", fileOf(header, "1,A,P,,,Ada,4,,01.02.2026,,"), {}, /line 2: created "01\.02\.2026" is not a date/],
    ["a line with too few columns", fileOf(header, "1,A", "2"), {}, /is not a CSV file: .*line 2/],
  ])("say what is wrong with %s", (_, file, columns, message) => {
    expect(() => readCsv(file, columns)).toThrow(UserError);
    expect(() => readCsv(file, columns)).toThrow(message);
  });
});

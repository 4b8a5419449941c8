import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/read.ts";
import { UserError } from "../../src/errors.ts";
import { createConfigTables } from "../../src/transform/config-tables.ts";
import { type Database, openDatabase } from "../../src/warehouse/database.ts";

let db: Database;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  db = await openDatabase(":memory:");
  await db.run("attach ':memory:' as source");
});
afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

const tablesOf = (set: readonly string[]) => createConfigTables(db, readConfig({}, { set }, folder));

describe("the config as tables", () => {
  it("joins people of the file and of the config", async () => {
    writeFileSync(
      path.join(folder, "people.csv"),
      'person,weekly_capacity_hours,starts_on,skills\nada@example.org,32,2026-02-01,"sql; ux"\nBo,,,\n',
    );
    await tablesOf(["people_file=people.csv", "people.12.ends_on=2026-12-31"]);
    expect(
      await db.rows(
        "select person, weekly_capacity_hours as hours, starts_on, ends_on, skills from source.config_people",
      ),
    ).toEqual([
      { person: "12", hours: null, starts_on: null, ends_on: "2026-12-31", skills: null },
      { person: "ada@example.org", hours: 32, starts_on: "2026-02-01", ends_on: null, skills: ["sql", "ux"] },
      { person: "Bo", hours: null, starts_on: null, ends_on: null, skills: null },
    ]);
  });

  it("says which file is missing, which column is unknown and which value is wrong", async () => {
    await expect(tablesOf(["people_file=none.csv"])).rejects.toThrow(
      `there is no file ${path.join(folder, "none.csv")}`,
    );
    writeFileSync(path.join(folder, "odd.csv"), "person,hours\nAda,32\n");
    await expect(tablesOf(["people_file=odd.csv"])).rejects.toThrow("found person, hours");
    writeFileSync(path.join(folder, "wrong.csv"), "person,weekly_capacity_hours\nAda,lots\n");
    await expect(tablesOf(["people_file=wrong.csv"])).rejects.toThrow(UserError);
  });

  it("reads who has which skill from a matrix", async () => {
    writeFileSync(path.join(folder, "skills.csv"), "person,SQL,UX design\nada@example.org,x,\nBo,0,3\nCy,no,-\n");
    await tablesOf(["skills_file=skills.csv"]);
    expect(await db.rows("select person, skills from source.config_people order by person")).toEqual([
      { person: "Bo", skills: ["UX design"] },
      { person: "ada@example.org", skills: ["SQL"] },
    ]);
    writeFileSync(path.join(folder, "nobody.csv"), "name,SQL\nAda,x\n");
    await expect(tablesOf(["skills_file=nobody.csv"])).rejects.toThrow("needs a column person and one for each skill");
    await expect(tablesOf(["skills_file=gone.csv"])).rejects.toThrow("skills_file: there is no file");
  });

  it("gives a holiday to everyone unless it names people", async () => {
    await tablesOf(["holidays=[2026-12-25, {on: 2026-12-24, name: Eve, people: ['1', '2']}]"]);
    expect(await db.rows(`select "on"::varchar as day, name, person from source.config_holidays`)).toEqual([
      { day: "2026-12-25", name: "Holiday", person: "*" },
      { day: "2026-12-24", name: "Eve", person: "1" },
      { day: "2026-12-24", name: "Eve", person: "2" },
    ]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findReferences } from "../../src/transform/references.ts";
import { readSqlFiles, readSqlModels, sqlFolder } from "../../src/transform/sql-models.ts";
import { openDatabase } from "../../src/warehouse/database.ts";
import { readDictionary } from "../../src/warehouse/dictionary.ts";
import { renderDictionary } from "../../src/warehouse/dictionary-page.ts";

const files = readdirSync(sqlFolder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".sql"));
const models = readSqlModels();

describe("SQL", () => {
  it.each(files)("of %s knows no clock but the as-of date, and no chance", (file) => {
    const text = readFileSync(path.join(sqlFolder, file), "utf8").toLowerCase();
    expect(text).not.toMatch(
      /current_date|current_timestamp|\bnow\(|\btoday\(|\brandom\(|\buuid\(|any_value|select distinct \*/,
    );
  });

  it("reads the store in staging alone (and the run itself in meta)", async () => {
    const db = await openDatabase(":memory:");
    for (const { name, sql } of models) {
      const reads = await findReferences(db, name, sql);
      const fromStore = reads.filter((table) => table.startsWith("source.") && table !== "source.this_run");
      if (!name.startsWith("staging.")) expect(fromStore, name).toEqual([]);
      if (name.startsWith("staging.")) expect(reads, name).toHaveLength(1);
    }
    db.close();
  });

  it("says of every mart what the dictionary says of its grain", () => {
    const dictionary = readDictionary();
    for (const { name, header } of models.filter((model) => /^(marts|meta)\./.test(model.name))) {
      expect(header.grain, name).toEqual(dictionary.get(name)?.grain);
    }
  });

  it("states a unit for every metric", () => {
    for (const { name, header } of readSqlFiles(sqlFolder, "metrics")) expect(header.facts.unit, name).toBeTruthy();
  });
});

describe("the dictionary", () => {
  it("declares what is hours as hours, whose decimals add up to the same sum in any order", () => {
    const columns = [...readDictionary().values()].flatMap((table) =>
      table.columns
        .filter(({ name }) => name.endsWith("_hours"))
        .map(({ name, type }) => [`${table.name}.${name}`, type]),
    );
    expect(columns.length).toBeGreaterThan(30);
    expect(columns.filter(([, type]) => type !== "hours")).toEqual([]);
  });
});

describe("docs/warehouse.md", () => {
  it("is the dictionary (after a change: npm run docs)", async () => {
    const page = path.join(import.meta.dirname, "..", "..", "docs", "warehouse.md");
    await expect(renderDictionary(readDictionary())).toMatchFileSnapshot(page);
  });
});

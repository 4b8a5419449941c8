import { describe, expect, it } from "vitest";
import { resources } from "../../src/extract/resources/index.ts";
import { parseColumns, sourceColumns } from "../../src/transform/source-columns.ts";
import { readSqlModels } from "../../src/transform/sql-models.ts";
import { columnTypes } from "../../src/warehouse/dictionary.ts";

/** Resources that read rows into another resource's table, by the table. */
const extracted = Map.groupBy(resources, (resource) => resource.into ?? resource.name);

describe("what transform takes from the store", () => {
  it.each(Object.keys(sourceColumns).filter((name) => extracted.has(name)))(
    "%s has the columns that extract writes",
    (name) => {
      const written = extracted
        .get(name)!
        .flatMap((resource) =>
          Object.entries(resource.columns).map(([column, type]) => `${column} ${columnTypes[type]}`),
        );
      const read = parseColumns(sourceColumns[name]!).map((column) => `${column.name} ${column.type}`);
      expect([...written, "gid VARCHAR"]).toEqual(expect.arrayContaining(read));
    },
  );

  it("covers every table that extract writes", () => {
    expect(Object.keys(sourceColumns)).toEqual(expect.arrayContaining([...extracted.keys()]));
  });

  it("has a staging model for every resource", () => {
    const staged = new Set(readSqlModels().map(({ sql }) => /from source\.(\w+)/.exec(sql)?.[1]));
    expect(Object.keys(sourceColumns).filter((name) => !staged.has(name))).toEqual([]);
  });
});

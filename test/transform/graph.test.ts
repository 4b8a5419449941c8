import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderNodes } from "../../src/transform/graph.ts";
import { parseHeader } from "../../src/transform/header.ts";
import { findReferences } from "../../src/transform/references.ts";
import { type Database, openDatabase } from "../../src/warehouse/database.ts";

const node = (name: string, ...reads: string[]) => ({ name, reads, writes: [name] });
const namesOf = (nodes: readonly { name: string }[]) => nodes.map(({ name }) => name);

describe("the order of the graph", () => {
  it("puts each node after those that it reads, and sorts ties by name", () => {
    const nodes = [
      node("marts.c", "marts.b", "source.x"),
      node("marts.b", "marts.z"),
      node("marts.z"),
      node("marts.a"),
    ];
    expect(namesOf(orderNodes(nodes))).toEqual(["marts.a", "marts.z", "marts.b", "marts.c"]);
    expect(namesOf(orderNodes(nodes.toReversed()))).toEqual(["marts.a", "marts.z", "marts.b", "marts.c"]);
  });

  it("names the members of a circle, and only those", () => {
    const nodes = [node("a", "b"), node("b", "c"), node("c", "b"), node("d")];
    expect(() => orderNodes(nodes)).toThrow("read one another in a circle: b → c → b");
  });

  it("refuses two nodes that write one table", () => {
    const nodes = [node("marts.a"), { name: "model", reads: [], writes: ["marts.a"] }];
    expect(() => orderNodes(nodes)).toThrow("marts.a is written twice: by marts.a and by model");
  });
});

describe("the references of a query", () => {
  let db: Database;
  beforeAll(async () => {
    db = await openDatabase(":memory:");
  });
  afterAll(() => db.close());

  it.each([
    ["a join with using", "select * from staging.a join marts.b using (gid)", ["marts.b", "staging.a"]],
    ["a name of a CTE", "with a as (select * from staging.a) select * from a", ["staging.a"]],
    [
      "a subquery in a condition",
      "select 1 from staging.a where x in (select y from staging.c)",
      ["staging.a", "staging.c"],
    ],
    [
      "qualify",
      "select * from staging.a qualify row_number() over (order by (select max(x) from marts.m)) = 1",
      ["marts.m", "staging.a"],
    ],
    ["from first", "from staging.a", ["staging.a"]],
    ["a union", "select 1 from marts.b union all select 2 from marts.b", ["marts.b"]],
    [
      "recursion",
      "with recursive r as (select 1 as n from staging.a union all select n + 1 from r join marts.b on true) select * from r",
      ["marts.b", "staging.a"],
    ],
  ])("are found in %s", async (_, sql, expected) => {
    expect(await findReferences(db, "test", sql)).toEqual(expected);
  });

  it("names the model whose query is not one select", async () => {
    await expect(findReferences(db, "marts.x", "selec 1")).rejects.toThrow("marts.x: not one plain select");
  });
});

describe("a header", () => {
  it("gives words, grain, checks, warnings and facts", () => {
    const header = parseHeader(
      "marts.x",
      "/*\nOne row per x\nand day.\ngrain: x, day\ncheck: a > 0\nwarn: b > 0\nunit: hours\n*/ select 1",
    );
    expect(header).toMatchObject({
      about: "One row per x and day.",
      grain: ["x", "day"],
      checks: ["a > 0"],
      warnings: ["b > 0"],
      facts: { unit: "hours" },
    });
  });

  it("must be there and say something", () => {
    expect(() => parseHeader("marts.x", "select 1")).toThrow("marts.x: the file must begin with a comment");
    expect(() => parseHeader("marts.x", "/*\ngrain: a\n*/ select 1")).toThrow("must say in words");
  });
});

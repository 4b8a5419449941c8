import { Parser } from "htmlparser2";
import { beforeAll, describe, expect, it } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { formatFact } from "../../src/reports/facts/format.ts";
import { type Issue, openIssue } from "../../src/reports/issue.ts";
import type { Database } from "../../src/warehouse/database.ts";
import { reported, type Written } from "./support.ts";

let release: Database;
let issue: Issue;
let written: Written;

beforeAll(async () => {
  ({ release, ...written } = await reported.hostile());
  issue = await openIssue(release, configSchema.parse({}).thresholds);
});

describe("every number of the prose", () => {
  it("is a fact with an id, shown as that fact is", () => {
    const { numbers, loose } = readProse(written.page);
    expect(numbers.length).toBeGreaterThan(60);
    expect(loose).toEqual([]);
    for (const { id, text } of numbers) {
      const fact = issue.book.all.find((one) => one.id === id)!;
      expect(fact, id).toBeDefined();
      const week = fact.scope.gid.split("@")[1];
      const values = [
        fact.value,
        fact.lo,
        fact.hi,
        fact.previous,
        typeof fact.value === "number" ? Math.abs(fact.value) : null,
      ];
      const signed =
        typeof fact.value === "number" && fact.value > 0 ? `+${formatFact(fact, fact.value, issue.asOf)}` : "";
      const shown = values.filter((value) => value !== null).map((value) => formatFact(fact, value, issue.asOf));
      expect([...shown, signed, week && formatFact({ ...fact, unit: "date" }, week, issue.asOf)], id).toContain(text);
    }
  });

  it("comes from a query that returns it on the release", async () => {
    const oneOfEach = new Map(issue.book.all.map((fact) => [fact.metric, fact])).values();
    for (const fact of oneOfEach) {
      const [row] = await release.rows<{ value: number | string }>(fact.sql);
      expect(row?.value, fact.id).toEqual(fact.value);
    }
  });

  it("leads to its definition on the page", () => {
    const targets = new Set([...written.page.matchAll(/href="#(m-[\w]+)"/g)].map(([, id]) => id!));
    for (const id of targets) expect(written.page).toContain(`id="${id}"`);
  });
});

interface Prose {
  readonly numbers: readonly { readonly id: string; readonly text: string }[];
  /** Digits that stand in prose without a fact, a fixed part or a name around them. */
  readonly loose: readonly string[];
}

function readProse(html: string): Prose {
  const numbers: { id: string; text: string }[] = [];
  const loose: string[] = [];
  const open: { prose: boolean; safe: boolean; fact: string | undefined }[] = [];
  const parser = new Parser({
    onopentag: (name, attributes) => {
      const outer = open.at(-1);
      open.push({
        prose: outer?.prose || (attributes.class ?? "").split(" ").includes("prose"),
        safe: outer?.safe || name === "bdi" || "data-fixed" in attributes,
        fact: attributes["data-fact"] ?? outer?.fact,
      });
    },
    ontext: (text) => {
      const place = open.at(-1);
      if (!place?.prose || place.safe || !text.trim()) return;
      if (place.fact) numbers.push({ id: place.fact, text });
      else if (/\d/.test(text)) loose.push(text);
    },
    onclosetag: () => void open.pop(),
  });
  parser.write(html);
  parser.end();
  return { numbers, loose };
}

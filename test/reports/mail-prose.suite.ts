import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, it } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { digestMetrics } from "../../src/reports/digest/digest-metrics.ts";
import { type Fact, gatherFacts } from "../../src/reports/facts/fact.ts";
import { quarterName } from "../../src/reports/facts/findings.ts";
import { formatFact, formatValue } from "../../src/reports/facts/format.ts";
import { hedges } from "../../src/reports/facts/hedge.ts";
import { type Issue, openIssue } from "../../src/reports/issue.ts";
import { reported } from "./support.ts";

let issue: Issue;
let texts: { readonly file: string; readonly lines: readonly string[] }[];
/** Numbers in the names of projects, teams and kinds of work, as names are shown. */
let names: string[];

beforeAll(async () => {
  const { release } = await reported.plain();
  issue = await openIssue(release, configSchema.parse({}).thresholds);
  const { folder } = await reported.letters();
  const files = readdirSync(folder).filter((name) => /^(weekly|project|team|time)\.eml$/.test(name));
  texts = await Promise.all(
    files.map(async (file) => {
      const { text } = await simpleParser(readFileSync(path.join(folder, file)));
      return { file, lines: text!.split("\n") };
    }),
  );
  names = [...new Set(issue.book.all.map(({ scope }) => scope.name))].sort((a, b) => b.length - a.length);
});

/** Numbers that belong to a definition, not to a finding. */
const fixed = ["80", "85", "100", "20", "25", "26", "4", "3"];

const numbersIn = (text: string): string[] => text.match(/[−]?\d[\d,.]*\d|[−]?\d/g) ?? [];

/** What may be quoted of a fact: its value, the ends of its interval, what it was, the week or quarter that it is about. */
function numbersOf(fact: Fact): string[] {
  const { value, lo, hi, previous, scope } = fact;
  const values = [value, lo, hi, previous, typeof value === "number" ? Math.abs(value) : null];
  const week = scope.gid.split("@")[1];
  const shown = values.flatMap((one) => (one === null ? [] : [formatFact(fact, one, issue.asOf)]));
  return [...shown, ...(week ? [formatValue(week, "date", issue.asOf), quarterName(week)] : [])].flatMap(numbersIn);
}

/** The facts that a line may quote: those about what it names, and those about everything. */
function factsFor(line: string): Fact[] {
  const named = names.filter((name) => line.includes(name));
  return issue.book.all.filter(({ scope }) => named.includes(scope.name) || scope.gid.startsWith("workspace"));
}

const withoutNames = (line: string): string => names.reduce((rest, name) => rest.replaceAll(name, ""), line);

describe("every number of the mails", () => {
  it("is one of a fact about what its line names", () => {
    expect(texts.map(({ file }) => file)).toEqual(["project.eml", "team.eml", "time.eml", "weekly.eml"]);
    let checked = 0;
    for (const { file, lines } of texts) {
      for (const line of lines.filter(
        (one) => !/^(PLIMSOLL|Data of|About|In full|Words of probability| *https?:)/.test(one.trim()),
      )) {
        const known = new Set([...factsFor(line).flatMap(numbersOf), ...fixed]);
        const loose = numbersIn(withoutNames(line)).filter((number) => !known.has(number));
        expect(loose, `${file}: ${line}`).toEqual([]);
        checked += numbersIn(line).length;
      }
    }
    expect(checked).toBeGreaterThan(150);
  });
});

describe("the first sentence of a digest", () => {
  it("counts what its queries return", async () => {
    const { release, folder } = { ...(await reported.plain()), ...(await reported.letters()) };
    const facts = await gatherFacts(release, digestMetrics(issue.thresholds));
    expect(facts.length).toBeGreaterThan(3);
    for (const fact of facts) expect(await release.rows(fact.sql), fact.id).toEqual([{ value: fact.value }]);
    const digests = readdirSync(folder).filter((name) => /^digest-.*\.eml$/.test(name));
    for (const file of digests) {
      const gid = file.slice("digest-".length, -".eml".length);
      const own = facts.filter(({ scope }) => scope.gid === gid).map(({ value }) => String(value));
      const { subject } = await simpleParser(readFileSync(path.join(folder, file)));
      const numbers = numbersIn(subject!.replace(/ – data to .*$/, ""));
      expect(
        numbers.filter((number) => !own.includes(number)),
        `${file}: ${subject}`,
      ).toEqual([]);
    }
    expect(JSON.stringify(issue.book.all)).not.toContain("digest_");
  });
});

describe("the words of probability", () => {
  it("stand in the mail with the chances that they stand for, all that are used and no other", () => {
    const { lines } = texts.find(({ file }) => file === "weekly.eml")!;
    const text = lines.join("\n");
    const table = /Words of probability: (.*?)\./s.exec(text)?.[1] ?? "";
    const prose = text.slice(0, text.indexOf("Words of probability"));
    const used = hedges.filter(({ word }) => new RegExp(`\\bwill ${word} (?!not)`).test(prose));
    expect(used.length).toBeGreaterThan(0);
    expect(table.split("; ").map((one) => one.replace(/ \d.*$/, ""))).toEqual(used.map(({ word }) => word));
    for (const { word, from } of used) expect(table).toContain(`${word} ${Math.round(from * 100)}\u00a0%`);
  });
});

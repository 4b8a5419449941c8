import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { simpleParser } from "mailparser";
import { describe, expect, it } from "vitest";
import { letterName } from "../../src/config/letters.ts";
import { configSchema } from "../../src/config/schema.ts";
import { openIssue } from "../../src/reports/issue.ts";
import { createEngine } from "../../src/reports/page/engine.ts";
import { projectPage } from "../../src/reports/project/project-page.ts";
import { scopeTo } from "../../src/reports/scope.ts";
import { reported, testConfig, writeReport } from "./support.ts";
import { complaints } from "./validate.ts";

describe("the pages of projects and teams", () => {
  it("are valid, self-contained, and as small as the weekly one, whatever the names", async () => {
    const { folder, summary } = await reported.hostile();
    const files = readdirSync(folder).filter((name) => /^(project|team|time|retro)\b.*\.html$/.test(name));
    const digests = readdirSync(folder).filter((name) => /^digest-.*\.html$/.test(name));
    expect(files).toHaveLength(15);
    expect(summary.pages).toBe(files.length + digests.length);
    for (const file of [
      ...["project-12000.html", "project-12008.html", "team-t2.html"],
      ...["time.html", "retro.html", "digest-t2p1.html"],
    ]) {
      const html = readFileSync(path.join(folder, file), "utf8");
      expect(await complaints(html), file).toEqual([]);
      expect(html.match(/<script/g), file).toHaveLength(1);
      expect(html.length).toBeLessThan(400_000);
    }
    const index = readFileSync(path.join(folder, "..", "index.html"), "utf8");
    expect(await complaints(index)).toEqual([]);
    for (const file of files) expect(index).toContain(`href="2026-11-16/${file}"`);
    expect(index).not.toContain("digest-");
  });

  it("show the query of each table that is no fact, which runs as it stands", async () => {
    const { folder, release } = await reported.hostile();
    const pages = ["project-12000.html", "team-t2.html"].map((file) => readFileSync(path.join(folder, file), "utf8"));
    const queries = pages.flatMap((html) => [...html.matchAll(/aria-label="Query of the table [^"]+">([^<]+)</g)]);
    expect(queries.length).toBeGreaterThanOrEqual(4);
    for (const [, query] of queries) {
      const sql = query!
        .replaceAll("&#x27;", "'")
        .replaceAll("&gt;", ">")
        .replaceAll("&lt;", "<")
        .replaceAll("&#x3D;", "=");
      expect((await release.rows(sql.replaceAll("&quot;", '"'))).length).toBeGreaterThan(0);
    }
  });

  it("lead with the expected day where a project has no due date, and with what is missing where it has no forecast", async () => {
    const { release } = await reported.plain();
    const issue = await openIssue(release, configSchema.shape.thresholds.parse({}));
    const leadOf = async (gid: string, without: readonly string[]) => {
      const find = (metric: string, scope: string) =>
        without.includes(metric) ? undefined : issue.book.find(metric, scope);
      const tools = { release, render: createEngine(issue.asOf) };
      const html = await projectPage(gid, "Ground station", { ...issue, book: { ...issue.book, find } }, tools);
      return /<h1[^>]*>(.*?)<\/h1>/s.exec(html)![1]!.replaceAll(/<[^>]+>/g, "");
    };
    const { gid } = issue.book.of("completion_p85")[0]!.scope;
    expect(await leadOf(gid, ["due_on"])).toMatch(/ is done by .* in 85 of 100 simulated futures; it has no due date$/);
    expect(await leadOf(gid, ["late_chance", "completion_p85"])).toBe(
      "Ground station has too little history for a forecast",
    );
  });
});

describe("a manager's digest", () => {
  const digest = async () => readFileSync(path.join((await reported.plain()).folder, "digest-t2p1.html"), "utf8");

  it("leads with the team's next four weeks, and lists what waits for the manager", async () => {
    const page = await digest();
    expect(page).toMatch(/<h1[^>]*>\d of your 6 people (is|are) overloaded in at least one of the next four weeks/);
    expect(page).toContain("48\u00a0h of work for 40\u00a0h in the week of 30\u00a0Nov");
    expect(page).toContain("chance of overload in that week 83\u00a0% → 12\u00a0%");
    expect(page).toContain("14\u00a0h in one day, where 9\u00a0h is the most before");
  });

  it("is not written where privacy.person_level is none", async () => {
    const { folder } = await reported.configured();
    expect(readdirSync(folder).filter((name) => name.startsWith("digest-"))).toEqual([]);
  });
});

describe("the decisions", () => {
  it("come in the order of the risks", async () => {
    const { page } = await reported.plain();
    const partOf = (id: string, next: string) =>
      page.slice(page.indexOf(`<section id="${id}"`), page.indexOf(`<section id="${next}"`));
    const first = /<li[^>]*>.*?<bdi>([^<]+)<\/bdi>/s.exec(partOf("decisions", "risks"))![1]!;
    const risks = partOf("risks", "completion").replaceAll(/<[^>]+>/g, "");
    const named = [
      ...new Set([...partOf("decisions", "risks").matchAll(/<bdi>([^<]+)<\/bdi>/g)].map(([, name]) => name!)),
    ];
    const inRisks = named.filter((name) => risks.includes(`${name} will`));
    expect(inRisks.length).toBeGreaterThan(0);
    expect([...inRisks].sort((a, b) => risks.indexOf(`${a} will`) - risks.indexOf(`${b} will`))[0]).toBe(first);
  });

  it("show what happens if nothing is decided beside what the simulation says of each choice", async () => {
    const { page } = await reported.plain();
    const part = page.slice(page.indexOf('id="decisions"'), page.indexOf('id="risks"'));
    expect(part.replaceAll(/<[^>]+>/g, "")).toMatch(/Keep 4\s+Dec.*Move to 14\s+Jan80\s+% on time/s);
    expect(part).toContain("Rejected".toLowerCase());
    expect(part).not.toContain("has 48 h of work");
    expect(part.replaceAll(/<[^>]+>/g, "")).toMatch(
      /Owner Ben Okafor Decide by 22\s+Nov.*Leave out 13 tasks, keep 4\s+Dec62\s+% on time/s,
    );
  });

  it("say what became of those that the last issue asked for", async () => {
    const { release } = await reported.plain();
    const config = testConfig();
    const folder = path.join(config.home, "reports", "2026-11-09");
    mkdirSync(folder, { recursive: true });
    const fact = (metric: string, gid: string, name: string, value: number | string) => ({
      ...{ id: `${metric}:${gid}`, metric, value },
      scope: { type: "project", gid, name },
    });
    const asked = [
      ...[
        fact("new_due_date", "12000", "Apollo checkout", "2027-01-10"),
        fact("due_on", "12000", "Apollo checkout", "2026-12-04"),
      ],
      ...[
        fact("new_due_date", "12001", "Bluebird app", "2027-01-01"),
        fact("due_on", "12001", "Bluebird app", "2026-12-20"),
      ],
      ...[fact("new_due_date", "gone", "Old harbor", "2027-01-01"), fact("relief_proposals", "t2", "Design", 4)],
    ];
    writeFileSync(path.join(folder, "facts.json"), JSON.stringify(asked));
    writeFileSync(path.join(folder, "gate.json"), JSON.stringify({ subject: "x", problems: [], risks: ["over:t2"] }));
    const { page } = await writeReport(release, config);
    const text = page.replaceAll(/<[^>]+>/g, "").replaceAll("\u00a0", " ");
    expect(text).toContain("What became of the decisions of 9 Nov");
    expect(text).toContain("Apollo checkout, move the due date from 4 Dec to 10 Jan: not decided yet, still due 4 Dec");
    expect(text).toContain("Bluebird app, move the due date from 20 Dec to 1 Jan: moved to 1 Jan, as proposed");
    expect(text).toContain("Old harbor, move the due date to 1 Jan: no open work left");
    expect(text).toMatch(/Design, 4 proposals to take work off people: \d waits? now/);
    expect(text).toMatch(/Design has 126 %.*?Owner \S+ \S+ 2 weeks on this list/s);
  });
});

describe("the letter of a recipient with teams", () => {
  it("speaks about the people and projects of these teams, and says so", async () => {
    const { folder, summary } = await reported.configured();
    const name = letterName(["t4", "t2"]);
    const { text } = await simpleParser(readFileSync(path.join(folder, `${name}.eml`)));
    expect(text).not.toContain("Apollo checkout");
    expect(text).toContain("Bluebird app will probably miss its due date");
    expect(text).toContain("About Design, Mobile.");
    expect(readFileSync(path.join(folder, `${name}.html`), "utf8")).not.toContain("Apollo checkout");
    expect(summary.problems).toEqual([]);
  });

  it("has queries that return its numbers", async () => {
    const { release } = await reported.plain();
    const scope = scopeTo(release, { teams: ["t1", "t2"] });
    const { book } = await openIssue(scope.release, configSchema.parse({}).thresholds, { asked: scope.metrics });
    expect(book.find("projects_forecast", "workspace")?.value).toBe(4);
    const fact = book.find("projects_forecast", "workspace")!;
    expect(await release.rows(fact.sql)).toEqual([{ value: 4 }]);
    expect(new Set(book.of("utilization").map((one) => one.scope.name))).toEqual(
      new Set(["Design", "Platform", "Everyone"]),
    );
  });
});

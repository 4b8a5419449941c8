import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { silent } from "../../src/log.ts";
import { openIssue } from "../../src/reports/issue.ts";
import { makeMail } from "../../src/reports/mail/make-mail.ts";
import { createEngine } from "../../src/reports/page/engine.ts";
import { report } from "../../src/reports/report.ts";
import { viewWeekly, weeklyPage } from "../../src/reports/weekly.ts";
import { emptyRelease, fixtureRelease } from "./fixture-release.ts";
import { testConfig, writeReport } from "./support.ts";
import { complaints } from "./validate.ts";

/** The page without its styles, fonts and script. */
const shownBy = (page: string): string => page.slice(page.indexOf("<main"), page.indexOf("<script>"));

describe("a release of unusual size", () => {
  it("of one person and one project has a whole report", async () => {
    const release = await fixtureRelease({ size: { people: 1, projects: 1 } });
    const { page, summary } = await writeReport(release);
    expect(await complaints(page)).toEqual([]);
    expect(shownBy(page)).not.toMatch(/undefined|NaN|Infinity/);
    expect(summary.problems).toEqual([]);
    release.close();
  });

  it("of 500 people and 300 projects keeps the page under a megabyte and the mail under Gmail's clip", async () => {
    const config = testConfig();
    const release = await fixtureRelease({ size: { people: 500, projects: 300, tasks: 3_000 } });
    const issue = await openIssue(release, config.thresholds);
    const weekly = await viewWeekly(release, issue);
    const page = weeklyPage(weekly, issue, createEngine(issue.asOf));
    const { parts, problems } = await makeMail({ weekly, issue, page, config });
    expect(Buffer.byteLength(page)).toBeLessThan(1024 * 1024);
    expect(Buffer.byteLength(parts.html)).toBeLessThan(80 * 1024);
    expect(problems).toEqual([]);
    expect(shownBy(page)).not.toMatch(/undefined|NaN|Infinity/);
    release.close();
  });
});

describe("a report that cannot be made", () => {
  it("says which table or column a release of an earlier version lacks, and what to do", async () => {
    const release = await emptyRelease();
    await release.run("alter table marts.capacity_weekly drop column load_mean");
    await expect(report({ config: testConfig(), log: silent }, { release })).rejects.toThrow(
      /^The release has no column load_mean, .* Run `plimsoll transform` to build it anew from the store\.$/,
    );
    await release.run("alter table marts.capacity_weekly add column load_mean double; drop table marts.retro_insights");
    await expect(report({ config: testConfig(), log: silent }, { release })).rejects.toThrow(
      /^The release has no table retro_insights, .* `plimsoll transform`/,
    );
    release.close();
  });

  it("says so of a release from another version, and what to do", async () => {
    const release = await emptyRelease();
    await release.run("update meta.refreshes set schema_version = '0'");
    await expect(report({ config: testConfig(), log: silent }, { release })).rejects.toThrow(
      /schema version 0.*this version of Plimsoll reads \d+.*plimsoll transform/,
    );
    release.close();
  });

  it("says so of a folder that cannot be written, in one line", async () => {
    const config = testConfig();
    mkdirSync(config.home, { recursive: true });
    writeFileSync(path.join(config.home, "reports"), "a file in its place");
    const release = await emptyRelease();
    await expect(report({ config, log: silent }, { release })).rejects.toThrow(
      /^The report cannot be written to [^\n]+reports[^\n]+$/,
    );
    release.close();
  });
});

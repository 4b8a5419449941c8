import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, it } from "vitest";
import { configSchema } from "../../src/config/schema.ts";
import { openIssue } from "../../src/reports/issue.ts";
import { createEngine } from "../../src/reports/page/engine.ts";
import { viewWeekly } from "../../src/reports/weekly.ts";
import type { Database } from "../../src/warehouse/database.ts";
import { emptyRelease, fixtureRelease } from "./fixture-release.ts";
import { hostileNames } from "./hostile-names.ts";
import { reported, type Written, writeReport } from "./support.ts";
import { complaints, mailValidator } from "./validate.ts";

let release: Database;
let written: Written;
let hostile: Written;
beforeAll(async () => {
  ({ release, ...written } = await reported.plain());
  hostile = await reported.hostile();
});

describe("the weekly page", () => {
  it("leads with the finding and the decision that it asks for", () => {
    expect(written.summary.headline).toMatch(
      /^2 of 7 dated projects are more likely late than on time, above all Apollo checkout; Design has 126/,
    );
    expect(written.summary.decision).toMatch(
      /^Decision asked this week: move Apollo checkout to 14.Jan \(met in 80.% of simulated futures\)/,
    );
  });

  it("is valid HTML", async () => {
    expect(await complaints(written.page)).toEqual([]);
  });

  it("needs nothing outside itself and weighs less than 1 MB", () => {
    expect(written.page).not.toMatch(/<(link|img|iframe)\b|\bsrc="(?!data:)|@import|url\((?!data:)/);
    expect(written.summary.sizes.page).toBeLessThan(1024 * 1024);
  });

  it("says of each moved date what moved it, in parts that add up", () => {
    const text = written.page.replace(/<[^>]+>/g, "");
    expect(text).toMatch(
      /Apollo checkout slipped 9\sdays, to 19\sJan in 85 of 100 futures: scope\s\+12, pace\s−4 and calendar\s\+1 days/,
    );
    expect(text).toMatch(/Ground station gained 8\sdays, to .* in 85 of 100 futures: scope\s−6 and capacity\s−2 days/);
  });

  it("names no person but as an owner", () => {
    expect(written.page).not.toContain("Never shown");
  });

  it("merges teams of fewer than five people", () => {
    expect(written.page).toContain("Smaller teams");
    expect(written.page).not.toMatch(/<bdi>(Legal|Events)<\/bdi> <small>/);
  });
});

describe("the weekly mail", () => {
  it("holds the same finding in subject, HTML and plain text", async () => {
    const mail = await simpleParser(written.mail);
    expect(mail.subject).toBe(written.summary.subject);
    for (const part of ["Apollo checkout", "126\u00a0%", "960 of 1,192"]) {
      expect(mail.html).toContain(part);
      expect(mail.text).toContain(part);
    }
    expect(mail.headers.get("x-report-run")).toBe("20261116T020000Z-0001");
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
  });

  it("carries each picture as an opaque PNG of twice its shown size", async () => {
    const { attachments } = await simpleParser(written.mail, { skipImageLinks: true });
    const pictures = attachments.filter((part) => part.contentType === "image/png");
    expect(pictures.map((part) => part.cid)).toEqual(["completion@plimsoll", "velocity@plimsoll"]);
    for (const { content } of pictures) {
      expect(content.readUInt32BE(16)).toBe(1104);
      expect(content.length).toBeGreaterThan(5000);
    }
  });

  it("is three lines when nothing material changed", async () => {
    const still = await fixtureRelease();
    await still.run("delete from marts.forecasts");
    await still.run("update marts.velocity_weekly set step_on = null, step_ratio = null");
    await still.run("update marts.project_forecasts set on_time_probability = 0.9 where on_time_probability < 0.5");
    const { summary, mail } = await writeReport(still);
    const { text } = await simpleParser(mail);
    expect(summary.subject).toMatch(/^Nothing material changed since last week/);
    expect(text!.trim().split(/\n+/)).toHaveLength(3);
    expect(summary.problems).toEqual([]);
    still.close();
  });

  it("is valid HTML but for what mail programs need", async () => {
    for (const { mail } of [written, hostile]) {
      const { html } = await simpleParser(mail, { skipImageLinks: true });
      expect(await complaints(html as string, mailValidator)).toEqual([]);
    }
  });

  it("passes its own rules and stays under Gmail's clip", () => {
    expect(written.summary.problems).toEqual([]);
    expect(written.summary.sizes.mailHtml).toBeLessThan(80 * 1024);
    expect(written.summary.sizes.mail).toBeLessThan(1.5 * 1024 * 1024);
  });
});

describe("any weekly report", () => {
  it("has the same bytes when made again from the same release", async () => {
    const again = await writeReport(release);
    expect(again.page).toBe(written.page);
    expect(again.mail.equals(written.mail)).toBe(true);
  });

  it("links to the hosted page instead of attaching it where there is one", async () => {
    const { mail } = await reported.configured();
    const { html, attachments } = await simpleParser(mail);
    expect(html).toContain('href="https://reports.example.com/plimsoll/2026-11-16/weekly.html"');
    expect(attachments.map((part) => part.filename)).not.toContain("weekly.html");
  });

  it("says of an empty release what is missing, and still has every section", async () => {
    const empty = await emptyRelease();
    const { summary, page } = await writeReport(empty);
    expect(summary.headline).toMatch(/not yet enough history/);
    expect(page.match(/class="empty"/g)!.length).toBeGreaterThanOrEqual(6);
    expect(await complaints(page)).toEqual([]);
    expect(summary.problems).toEqual([]);
    empty.close();
  });

  it("does not count how many of no warnings came true", async () => {
    const unwarned = await fixtureRelease();
    await unwarned.run("update marts.alert_record set number_warned = 0, number_came_true = 0, number_logged_over = 0");
    const weekly = await viewWeekly(unwarned, await openIssue(unwarned, configSchema.parse({}).thresholds));
    const text = weekly.record.view.alerts!.text;
    expect(text).toMatch(/^No overload was warned of whose week is over/);
    expect(text).toContain("52 of all 312 chances");
    unwarned.close();
  });

  it("shows hostile names as the text that they are", async () => {
    const { page, mail, summary } = hostile;
    expect(await complaints(page)).toEqual([]);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<img|onerror=alert\(1\)>(?!.*)|<svg\/onload/);
    const { html, headerLines } = await simpleParser(mail);
    expect(html).not.toMatch(/<script|<svg|<img src=x/);
    expect(headerLines.filter(({ key }) => key === "bcc")).toEqual([]);
    expect(summary.problems).toEqual([]);
    expect(hostileNames.length).toBeGreaterThan(15);
  });
});

describe("each section", () => {
  it("looks as agreed", async () => {
    const issue = await openIssue(release, configSchema.parse({}).thresholds);
    const weekly = await viewWeekly(release, issue);
    const render = createEngine(issue.asOf);
    for (const { id, view } of Object.values(weekly)) {
      if (id === "headline") continue;
      const html = `<h2>${view.finding?.html.toHTML() ?? ""}</h2>\n${render(`sections/${id}`, view)}`;
      await expect(html).toMatchFileSnapshot(`../golden/reports/${id}.html`);
    }
  });
});

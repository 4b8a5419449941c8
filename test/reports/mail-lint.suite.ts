import { simpleParser } from "mailparser";
import { beforeAll, describe, expect, it } from "vitest";
import type { MailParts } from "../../src/reports/mail/compose.ts";
import { lintMail } from "../../src/reports/mail/lint.ts";
import { fixtureRelease } from "./fixture-release.ts";
import { reported, writeReport } from "./support.ts";

let good: MailParts;
const expected = ["completion@plimsoll", "velocity@plimsoll"];
const size = 500_000;

beforeAll(async () => {
  const { mail } = await reported.plain();
  const { html, text, subject, attachments } = await simpleParser(mail, { skipImageLinks: true });
  const pictures = attachments.flatMap(({ cid, content }) =>
    cid ? [{ cid, png: content, width: 552, height: 300, alt: "" }] : [],
  );
  good = {
    html: html as string,
    text: text!,
    subject: subject!,
    preheader: "The second finding",
    pictures,
    attachments: [],
  };
});

/** The rules that a mail breaks when a part of it is changed. */
const broken = (change: Partial<MailParts>, more: Partial<Parameters<typeof lintMail>[1]> = {}) =>
  lintMail({ ...good, ...change }, { size, expected, ...more });

describe("the rules of a mail", () => {
  it("let a whole one pass", () => expect(broken({})).toEqual([]));

  const cases: readonly (readonly [string, () => Partial<MailParts>, RegExp])[] = [
    [
      "a picture that is not there",
      () => ({ html: good.html.replace(/<img[^>]*cid:velocity[^>]*>/, "") }),
      /picture is missing/,
    ],
    ["a picture that is not attached", () => ({ pictures: good.pictures.slice(1) }), /not among the attached parts/],
    [
      "an empty picture",
      () => ({ pictures: good.pictures.map((one) => ({ ...one, png: Buffer.alloc(3) })) }),
      /picture is empty/,
    ],
    ["a picture without a size", () => ({ html: good.html.replace(/ height="\d+"/, "") }), /no width or height/],
    [
      "a picture without words",
      () => ({ html: good.html.replace(/alt="[^"]+"/, 'alt="chart"') }),
      /no text that stands for it/,
    ],
    ["NaN", () => ({ text: good.text.replace("* 2 ", "* NaN ") }), /value is missing/],
    ["undefined", () => ({ html: good.html.replace("126", "undefined") }), /value is missing/],
    ["an object in the subject", () => ({ subject: "[object Object] slips" }), /value is missing/],
    [
      "an empty section",
      () => ({ text: good.text.replace(/^RISKS\n[\s\S]*?(?=^WHEN)/m, "RISKS\n\n") }),
      /section is empty: RISKS/,
    ],
    [
      "another number in the text",
      () => ({ subject: `9,731 of them. ${good.subject}` }),
      /number of the subject is not in the plain text/,
    ],
    ["a relative link", () => ({ html: good.html.replace(/href="[^"]*"/, 'href="weekly.html"') }), /leads nowhere/],
    ["svg", () => ({ html: `${good.html}<svg></svg>` }), /element that mail programs drop/],
    ["flex", () => ({ html: good.html.replace('style="', 'style="display:flex;') }), /style that mail programs drop/],
    ["80 KB and more", () => ({ html: good.html + " ".repeat(80 * 1024) }), /Gmail would clip/],
    ["a line break in the subject", () => ({ subject: `${good.subject}\nBcc: x` }), /line break/],
    ["no word of its age", () => ({ text: good.text.replace("Data of", "Made of") }), /how old its data are/],
  ];
  it.each(cases)("hold one with %s", (_, change, reason) => {
    expect(broken(change())).toEqual([expect.stringMatching(reason)]);
  });

  it("hold one of more than 1.5 MB", () => {
    expect(broken({}, { size: 2_000_000 })).toEqual([expect.stringMatching(/1\.5 MB/)]);
  });

  it("hold none for what people call their projects", async () => {
    const release = await fixtureRelease();
    await release.run("update marts.projects set name = 'NaN undefined Infinity ' || project_gid");
    const { summary, mail } = await writeReport(release);
    expect((await simpleParser(mail)).text).toContain("NaN undefined Infinity");
    expect(summary.problems).toEqual([]);
    release.close();
  });
});

describe("text in a picture", () => {
  it("is 11 px or more where the picture is shown on a phone", async () => {
    const { release } = await reported.plain();
    const { openIssue } = await import("../../src/reports/issue.ts");
    const { viewWeekly } = await import("../../src/reports/weekly.ts");
    const { completionPicture, pictureWidth } = await import("../../src/reports/mail/pictures.ts");
    const { configSchema } = await import("../../src/config/schema.ts");
    const weekly = await viewWeekly(release, await openIssue(release, configSchema.parse({}).thresholds));
    const phone = (375 - 48) / pictureWidth;
    const chart = weekly.velocity.view.mailChart!;
    const sizes = [...chart.matchAll(/font-size[=:]\s*"?([\d.]+)/g)].map(([, px]) => Number(px));
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.min(...sizes) * phone).toBeGreaterThanOrEqual(11);
    expect(completionPicture([], weekly.completion.view.scale).width).toBe(pictureWidth);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type ParsedMail, simpleParser } from "mailparser";
import { beforeAll, describe, expect, it } from "vitest";
import { letterName } from "../../src/config/letters.ts";
import { fullConfig, reported, type Written, writeReport } from "./support.ts";
import { complaints, mailValidator } from "./validate.ts";

const others = ["project", "team", "time", "retro"] as const;
let written: Written;
let hostile: Written;

beforeAll(async () => {
  const attacking = await reported.hostile();
  written = await reported.letters();
  hostile = await writeReport(attacking.release, { ...fullConfig(), report_base_url: "https://reports.example.com" });
});

const files = ({ folder }: Written) =>
  readdirSync(folder).filter((name) => name.endsWith(".eml") && !name.startsWith("weekly"));
const read = ({ folder }: Written, file: string): Promise<ParsedMail> =>
  simpleParser(readFileSync(path.join(folder, file)), { skipImageLinks: true });

describe("the letters of the other reports", () => {
  it("are written for those who get them, and break no rule", () => {
    const names = files(written).map((file) => file.replace(".eml", ""));
    for (const report of others) {
      expect(names).toContain(report);
      expect(names).toContain(letterName(["t2", "t1"], { report, pseudonymize: true }));
    }
    expect(names.filter((name) => name.startsWith("digest-")).length).toBeGreaterThan(0);
    expect(written.summary.problems).toEqual([]);
    expect(hostile.summary.problems).toEqual([]);
  });

  it("are valid HTML, whatever the names", async () => {
    for (const one of [written, hostile]) {
      for (const file of files(one)) {
        const { html, headerLines } = await read(one, file);
        expect(await complaints(html as string, mailValidator), file).toEqual([]);
        expect(html).not.toMatch(/<script|<svg|<img/);
        expect(headerLines.filter(({ key }) => key === "bcc")).toEqual([]);
      }
    }
  });

  it("say the finding and how old it is in the subject, and thread by report", async () => {
    const mail = await read(written, "time.eml");
    expect(mail.subject).toMatch(/logged in the last full week – data to 2026-11-16 02:00 UTC$/);
    expect(mail.references).toBe("<time.plimsoll@example.com>");
    expect(mail.replyTo?.text).toBe("ops@example.com");
    expect(mail.headers.get("x-report-run")).toBe("20261116T020000Z-0001");
    expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
    const raw = readFileSync(path.join(written.folder, "time.eml"), "utf8");
    expect(raw).toContain("List-Unsubscribe: <mailto:ops@example.com?subject=unsubscribe%20time>");
    expect(mail.attachments.map(({ filename }) => filename)).toEqual(["time.html"]);
  });

  it("carry the same numbers in HTML and plain text", async () => {
    for (const file of files(written)) {
      const { html, text } = await read(written, file);
      const numbersIn = (source: string) => new Set(source.match(/\d[\d,.]*\d|\d/g));
      const inText = numbersIn(text!);
      const body = (html as string)
        .replace(/^[\s\S]*<body/, "<body")
        .replaceAll(/<style[\s\S]*?<\/style>|&#\d+;|<!--[\s\S]*?-->|<[^>]+>/g, " ");
      expect(
        [...numbersIn(body)].filter((number) => !inText.has(number)),
        file,
      ).toEqual([]);
    }
  });

  it("attach the pages of the projects most at risk, and stay small enough", async () => {
    const mail = await read(written, "project.eml");
    expect(mail.attachments.length).toBeGreaterThan(0);
    expect(mail.attachments.length).toBeLessThanOrEqual(5);
    expect(readFileSync(path.join(written.folder, "project.eml")).length).toBeLessThan(1.5 * 1024 * 1024);
  });

  it("link to hosted pages, but never to a digest", async () => {
    expect((await read(hostile, "time.eml")).html).toContain('href="https://reports.example.com/2026-11-16/time.html"');
    const { html, attachments } = await read(hostile, files(hostile).find((file) => file.startsWith("digest-"))!);
    expect(html).not.toContain("https://reports.example.com");
    expect(attachments).toHaveLength(1);
  });
});

describe("a reader who is to see no names of persons", () => {
  it("reads pseudonyms in every letter, and gets no page with names", async () => {
    const names = await (await reported.plain()).release.rows<{ name: string }>("select name from marts.people");
    expect(names.length).toBeGreaterThan(10);
    for (const report of ["weekly", ...others] as const) {
      const file = `${letterName(["t1", "t2"], { report, pseudonymize: true })}.eml`;
      const { text, html, attachments } = await read(written, file);
      const all = [text, html, ...attachments.map(({ content }) => content.toString("utf8"))].join("\n");
      expect(
        names.filter(({ name }) => all.includes(name)),
        file,
      ).toEqual([]);
    }
    const { text } = await read(written, `${letterName(["t1", "t2"], { report: "project", pseudonymize: true })}.eml`);
    expect(text).toMatch(/owner Person [0-9A-F]{5}/);
  });
});

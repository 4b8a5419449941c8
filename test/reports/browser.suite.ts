import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { printPdf } from "../../src/reports/pdf.ts";
import { startBrowser } from "../support/browser.ts";
import { hostileNames } from "./hostile-names.ts";
import { reported, type Written } from "./support.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const openDetails = "for (const details of document.querySelectorAll('details')) details.open = true";
const browser = await startBrowser();

describe.skipIf(!browser)("the weekly page in a browser", () => {
  let written: Written;
  beforeAll(async () => {
    written = await reported.hostile();
  });
  afterAll(() => browser?.close());

  it("has no serious accessibility fault in either theme", async () => {
    const page = await openPage(browser!, written, { colorScheme: "light" });
    await page.evaluate(axe);
    const serious = async (rules: string) =>
      (await page.evaluate<Violation[]>(violationsBy(rules))).filter(({ impact }) => /serious|critical/.test(impact));
    expect(await serious("{}")).toEqual([]);
    // The themes differ in colors alone.
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await serious("{ runOnly: ['color-contrast', 'link-in-text-block'] }")).toEqual([]);
    await page.context().close();
  });

  it("asks nothing of the network and runs no name", async () => {
    const events: string[] = [];
    const page = await openPage(browser!, written, { events });
    await page.evaluate(openDetails);
    await page.locator(".heat td").first().hover();
    expect(await page.locator(".tip").textContent()).toMatch(/of capacity/);
    await page.locator("#budget .v").first().hover();
    expect(await page.locator(".tip").textContent()).toMatch(/in the currency of the budget/);
    await page.fill(".filter input", "script");
    await page.locator("table.sortable th button").first().click();
    expect(events).toEqual([]);
    await page.context().close();
  });

  it("fits every width without scrolling sideways", async () => {
    const page = await openPage(browser!, written, {});
    for (const width of [1280, 600, 375, 320]) {
      await page.setViewportSize({ width, height: 900 });
      expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    const cut = "[...document.querySelectorAll('.scroll')].filter((box) => box.scrollWidth > box.clientWidth)";
    expect(await page.evaluate<string[]>(`${cut}.map((box) => box.textContent)`)).toEqual([]);
    await page.context().close();
  });

  it.each(["project-12000.html", "team-t2.html", "time.html", "retro.html", "digest-t2p1.html", "../index.html"])(
    "has no serious accessibility fault on %s either",
    async (file) => {
      const events: string[] = [];
      const page = await openPage(browser!, written, { file, width: 375, events });
      await page.evaluate(axe);
      const serious = await page.evaluate<string[]>(
        "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations.filter(({ impact }) => /serious|critical/.test(impact)).map(({ id, nodes }) => id + nodes[0].html))",
      );
      expect(serious).toEqual([]);
      await page.emulateMedia({ colorScheme: "dark" });
      const dark = await page.evaluate<Violation[]>(
        violationsBy("{ runOnly: ['color-contrast', 'link-in-text-block'] }"),
      );
      expect(dark.filter(({ impact }) => /serious|critical/.test(impact))).toEqual([]);
      for (const width of [375, 320]) {
        await page.setViewportSize({ width, height: 900 });
        expect(await page.evaluate<number>("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
      }
      expect(events).toEqual([]);
      await page.context().close();
    },
  );

  it("switches between plans, and shows them all where no script runs", async () => {
    const page = await openPage(browser!, written, {});
    const [second, first] = hostileNames; // Files are read by name, the shorter one first.
    const shown = () =>
      page
        .locator("#scenarios .plan:visible")
        .evaluateAll((plans) => plans.map((plan) => plan.getAttribute("data-choice")));
    expect(await shown()).toEqual([first]);
    await page.locator("#scenarios .switch button").nth(1).click();
    expect(await shown()).toEqual([second]);
    expect(await page.locator("#scenarios .switch [aria-pressed=true]").textContent()).toBe(second);
    expect(written.page.match(/class="plan"/g)).toHaveLength(2);
    await page.context().close();
  });

  it("prints to PDF", async () => {
    const [file] = await printPdf([path.join(written.folder, "weekly.html")]);
    expect(readFileSync(file!).subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("sorts its tables and filters its lists", async () => {
    const page = await openPage(browser!, written, {});
    await page.evaluate(openDetails);
    const dates = page.locator("#completion table tbody tr td:nth-child(5)");
    await page.locator("#completion table th button").nth(4).click();
    const sorted = await dates.evaluateAll((cells) => cells.map((cell) => cell.getAttribute("data-sort")!));
    expect(sorted).toEqual([...sorted].sort());
    await page.fill(".filter input", "onerror");
    expect(await page.locator(".projects li:not(.axis):visible").count()).toBe(1);
    await page.context().close();
  });
});

/** What axe finds on the page, in the browser's words. */
const violationsBy = (options: string): string =>
  `axe.run({ resultTypes: ["violations"], ...${options} }).then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, where: nodes[0].html })))`;

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly where: string;
}

interface View {
  readonly colorScheme?: "light" | "dark";
  readonly width?: number;
  readonly file?: string;
  /** Receives dialogs, requests beyond the page itself, and errors. */
  readonly events?: string[];
}

async function openPage(
  from: Browser,
  { folder }: Written,
  { colorScheme, width, file = "weekly.html", events = [] }: View,
): Promise<Page> {
  const context = await from.newContext({
    viewport: { width: width ?? 1280, height: 900 },
    ...(colorScheme ? { colorScheme } : {}),
  });
  const page = await context.newPage();
  const address = pathToFileURL(path.join(folder, file)).href;
  page.on("dialog", (dialog) => {
    events.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url() !== address && !request.url().startsWith("data:")) events.push(`request ${request.url()}`);
  });
  page.on("pageerror", (error) => events.push(`error ${error.message}`));
  await page.goto(address);
  return page;
}

// Draws docs/report.png, the picture of the README, from the demo's report: `npm run picture`.
import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { readConfig } from "../src/config/read.ts";
import { silent } from "../src/log.ts";
import { report } from "../src/reports/report.ts";
import { openDatabase } from "../src/warehouse/database.ts";
import { startBrowser } from "../test/support/browser.ts";
import { demoRelease } from "../test/support/demo-release.ts";

const root = path.join(import.meta.dirname, "..");
const picture = path.join(root, "docs", "report.png");
const { releasePath } = await demoRelease({ tasks: 12_000 });
const release = await openDatabase(releasePath, { readOnly: true });
const home = path.join(root, "node_modules", ".cache", "plimsoll-picture");
const { files } = await report({ config: readConfig({ PLIMSOLL_HOME: home }, {}, home), log: silent }, { release });
release.close();

const browser = await startBrowser();
if (!browser) throw new Error("The picture needs the browser of the development packages, which cannot start here.");
const page = await browser.newPage({ viewport: { width: 1200, height: 1350 }, colorScheme: "light" });
await page.goto(pathToFileURL(files[0]!).href);
// The browser of the packages has no emoji font; a hostile project name of the demo would show empty boxes.
await page.evaluate(`
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(/[\\p{Extended_Pictographic}\\u200d\\ufe0f]+/gu, "");
`);
mkdirSync(path.dirname(picture), { recursive: true });
await page.screenshot({ path: picture });
await browser.close();
process.stdout.write(`${picture}, ${Math.round(statSync(picture).size / 1024)} KB\n`);

import { pathToFileURL } from "node:url";
import { UserError } from "../errors.ts";

/**
 * Prints pages to A4 PDF beside them, in the browser of the optional packages `playwright-core` and `@sparticuz/chromium`. Not
 * one of the nightly job. Throws UserError where they are not installed or the browser cannot start.
 */
export async function printPdf(pages: readonly string[]): Promise<string[]> {
  const browser = await startBrowser();
  try {
    const context = await browser.newContext({ colorScheme: "light", javaScriptEnabled: false });
    const page = await context.newPage();
    const files: string[] = [];
    for (const file of pages) {
      const path = file.replace(/\.html$/, ".pdf");
      await page.goto(pathToFileURL(file).href);
      await page.pdf({ path, format: "A4", preferCSSPageSize: true, printBackground: true });
      files.push(path);
    }
    return files;
  } finally {
    await browser.close();
  }
}

/** Flags for places where one process is all there is; with them, closing a page ends the browser. */
const oneProcess = ["--single-process", "--no-zygote"];

async function startBrowser() {
  try {
    const [{ chromium }, { default: packaged }] = await Promise.all([
      import("playwright-core"),
      import("@sparticuz/chromium"),
    ]);
    const args = packaged.args.filter((argument) => !oneProcess.includes(argument));
    return await chromium.launch({ executablePath: await packaged.executablePath(), args, headless: true });
  } catch (error) {
    throw new UserError(
      "No browser for PDF can start. Install it beside Plimsoll: npm install playwright-core @sparticuz/chromium. " +
        "Any browser prints weekly.html as well.",
      { cause: error },
    );
  }
}

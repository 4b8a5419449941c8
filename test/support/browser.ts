import chromium from "@sparticuz/chromium";
import { type Browser, chromium as launcher } from "playwright-core";

/** Made for places where one process is all there is; with it, closing a page ends the browser. */
const lambdaOnly = ["--single-process", "--no-zygote"];

/** The browser that comes with the development packages; undefined, with a word why, where it cannot start. */
export async function startBrowser(): Promise<Browser | undefined> {
  try {
    return await launcher.launch({
      executablePath: await chromium.executablePath(),
      args: chromium.args.filter((argument) => !lambdaOnly.includes(argument)),
      headless: true,
    });
  } catch (error) {
    process.stderr.write(`Tests in a browser are skipped: ${String(error).split("\n")[0]}\n`);
    return undefined;
  }
}

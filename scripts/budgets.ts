// Holds two nights on the embedded workspace against the budgets of requests and sizes. Counts and ratios only: a slow
// machine is no reason to fail.
import { measureNights } from "./measure-nights.ts";

const { first, second, violations } = await measureNights();
const sizes = first.summaries.report!.sizes;
const budgets: readonly (readonly [what: string, value: number, most: number])[] = [
  ["requests of the first night", first.requests, 1_100],
  ["requests of the second night", second.requests, 500],
  ["second night / first night", second.requests / first.requests, 0.6],
  ["rows new or changed in the second night", second.summaries.extract!.added + second.summaries.extract!.changed, 0],
  ["bytes of the report page", sizes.page, 1_000_000],
  ["bytes of the e-mail's HTML", sizes.mailHtml, 80_000],
  ["megabytes of memory at most", Math.max(first.peakMemory, second.peakMemory), 1_500],
  ...(violations === undefined ? [] : [["violations of Asana's contract", violations, 0] as const]),
];
const broken = budgets.filter(([, value, most]) => value > most);
for (const [what, value, most] of budgets) {
  const shown = Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(2);
  process.stdout.write(`${value > most ? "OVER" : "ok  "}  ${what}: ${shown} (at most ${most.toLocaleString("en")})\n`);
}
process.exit(broken.length > 0 ? 1 : 0);

import { visibleText } from "../output/visible-text.ts";
import type { Finding } from "./ask-asana.ts";

const marks = { ok: "ok    ", absent: "absent", bad: "BAD   " } as const;

/** The findings as lines for a person, worst counted at the end. */
export function describeFindings(findings: readonly Finding[], requests: number): string {
  const width = Math.max(...findings.map(({ name }) => name.length));
  const lines = findings.map(
    ({ name, state, detail }) => `${marks[state]}  ${name.padEnd(width)}  ${visibleText(detail)}`,
  );
  const bad = findings.filter(({ state }) => state === "bad").length;
  const absent = findings.filter(({ state }) => state === "absent").length;
  const verdict = bad > 0 ? `${bad} thing(s) must be mended before a night can run` : "a night can run";
  return `${lines.join("\n")}\n\n${verdict}; ${absent} absent; ${requests} requests made.\n`;
}

import { createHash } from "node:crypto";

/** Every report that can be mailed, in the order in which they are sent. */
export const reportNames = ["weekly", "project", "team", "time", "retro", "digest"] as const;
export type ReportName = (typeof reportNames)[number];

export interface LetterKind {
  readonly report?: ReportName | undefined;
  readonly pseudonymize?: boolean | undefined;
}

/**
 * File name, without ending, of a report's letter about these teams; of the one about everything where none are named. It has a
 * name of its own where persons go under pseudonyms.
 */
export function letterName(
  teams: readonly string[] | undefined,
  { report = "weekly", pseudonymize }: LetterKind = {},
): string {
  if ((!teams || teams.length === 0) && !pseudonymize) return report;
  const key = [[...new Set(teams)].sort().join(","), ...(pseudonymize ? ["pseudonyms"] : [])].join("|");
  return `${report}-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}

/** What files, ledgers and logs call the reader at an address; the address itself stays in the config. */
export const addressHash = (address: string): string =>
  createHash("sha256").update(address.trim().toLowerCase()).digest("hex").slice(0, 16);

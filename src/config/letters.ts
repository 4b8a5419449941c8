import { createHash } from "node:crypto";

/** File name, without ending, of the weekly letter about these teams; of the one about everything where none are named. */
export function letterName(teams: readonly string[] | undefined): string {
  if (!teams || teams.length === 0) return "weekly";
  const key = [...new Set(teams)].sort().join(",");
  return `weekly-${createHash("sha256").update(key).digest("hex").slice(0, 8)}`;
}

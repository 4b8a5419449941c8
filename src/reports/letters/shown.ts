import type { Fact } from "../facts/fact.ts";
import { formatFact } from "../facts/format.ts";
import type { Issue } from "../issue.ts";

/** A fact's value as readers see it, a dash where there is none. */
export const shown = (fact: Fact | undefined | null, { asOf }: Pick<Issue, "asOf">): string =>
  fact ? formatFact(fact, fact.value, asOf) : "–";

/** What a list was cut short by, as a note; undefined where it was not. */
export const moreNote = (more: number, what: string): string | undefined =>
  more > 0 ? `${more} more ${what} in the full report.` : undefined;

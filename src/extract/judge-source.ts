import type { ListingOutcome, ListingResult } from "./listing-ledger.ts";
import type { SourceState } from "./night.ts";
import type { Tally } from "./tally.ts";

/** What plan or token refused the last time too is no news. */
export const asBefore = "as before";

/** The state of a source and the reason in words, from how its listings ended. */
export function judge(
  all: readonly ListingResult[],
  tally: Tally,
  isKnown: (result: ListingResult) => boolean,
): { state: SourceState; detail: string } {
  const results = all.filter(({ listing, outcome }) => !(listing.hasFallback && outcome === "absent"));
  const count = (outcome: ListingOutcome) => results.filter((result) => result.outcome === outcome).length;
  const reasonOf = (outcome: ListingOutcome) => results.find((result) => result.outcome === outcome)?.detail ?? "";
  const hasRows = results.some(({ outcome, numberOfRows }) => outcome === "done" && numberOfRows > 0);
  const words = join(results.length < all.length ? "read the long way, without search" : "", tally.words());
  if (count("absent") && !hasRows) {
    return { state: "absent", detail: whyAbsent(reasonOf("absent")) };
  }
  for (const [outcome, state, what] of troubles) {
    if (!count(outcome)) continue;
    const known = results.filter((result) => result.outcome === outcome).every(isKnown) ? `, ${asBefore}` : "";
    const detail = join(
      `${count(outcome)} of ${results.length} listings ${what}${known} (${reasonOf(outcome)}${whichOf(results, outcome)})`,
      words,
    );
    return { state: count("done") ? "partial" : state, detail };
  }
  return { state: tally.numberOfBroken ? "partial" : "ok", detail: words };
}

const mostNamed = 3;

/** Which listings had trouble, where there are others: the same project in several sources is one cause. */
function whichOf(results: readonly ListingResult[], outcome: ListingOutcome): string {
  if (results.length === 1) return "";
  const keys = results.filter((result) => result.outcome === outcome).map(({ listing }) => listing.key);
  return `; ${keys.slice(0, mostNamed).join(", ")}${keys.length > mostNamed ? ", …" : ""}`;
}

function whyAbsent(reason: string): string {
  if (reason.startsWith("402")) return `not in the plan (${reason})`;
  return /^\d/.test(reason) ? `not offered here (${reason})` : `${reason}; read the long way`;
}

const troubles = [
  ["failed", "failed", "failed"],
  ["refused", "refused", "are not for this token"],
] as const satisfies readonly (readonly [ListingOutcome, SourceState, string])[];

const join = (...parts: readonly string[]): string => parts.filter(Boolean).join("; ");

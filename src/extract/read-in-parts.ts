import type { Asana } from "../asana/client.ts";
import { AsanaError } from "../asana/errors.ts";
import type { ListingOutcome, ListingResult, ListingState } from "./listing-ledger.ts";
import type { Listing } from "./resource.ts";

/**
 * A listing that Asana found too large is tried whole again after so many runs: it may have shrunk. Seldom, since all that
 * comes before the refusal is read in vain, and in rotation every reading is a week from the last.
 */
const runsBetweenTrying = 28;

/** True where the parts of a listing are to be read at once, since Asana found it too large lately. */
export const isKnownTooLarge = (state: ListingState | undefined, seq: number): boolean =>
  state?.too_large_seq != null && seq - state.too_large_seq < runsBetweenTrying;

/** The smaller listings that stand in for one; undefined where Asana does not tell them. */
export const partsOf = (asana: Asana, listing: Listing): Promise<readonly Listing[] | undefined> =>
  listing.split!(asana).catch((error: unknown) => {
    if (error instanceof AsanaError) return undefined;
    throw error;
  });

/** How a listing ended of which only the parts were asked for. */
export function endedInParts(
  whole: ListingResult,
  parts: readonly Listing[] | undefined,
  results: readonly ListingResult[],
): ListingResult {
  const keys = new Set(parts?.map(({ key }) => key));
  const ended = results.filter(({ listing }) => keys.has(listing.key));
  const isDone = ({ outcome }: { readonly outcome: ListingOutcome }) => outcome === "done";
  if (!parts || ended.length < keys.size || !ended.every(isDone)) return whole;
  return {
    ...whole,
    outcome: "done",
    detail: undefined,
    numberOfRows: ended.reduce((sum, { numberOfRows }) => sum + numberOfRows, 0),
  };
}

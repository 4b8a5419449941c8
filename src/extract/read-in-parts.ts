import type { Asana } from "../asana/client.ts";
import { AsanaError } from "../asana/errors.ts";
import type { ListingResult, ListingState } from "./listing-ledger.ts";
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

/** How a listing ended of which only the parts were asked for: as they did, if none of them failed or leaves anything out. */
export function endedInParts(
  whole: ListingResult,
  parts: readonly Listing[] | undefined,
  results: readonly ListingResult[],
): ListingResult {
  if (!parts) return whole;
  const byKey = new Map(results.map((result) => [result.listing.key, result]));
  const ended = parts.map(({ key }) => byKey.get(key));
  const numberOfRows = ended.reduce((sum, result) => sum + (result?.numberOfRows ?? 0), 0);
  const lacking = parts.find(({ lacks }) => lacks)?.lacks ?? ended.find((result) => result?.outcome !== "done")?.detail;
  const isDone = !lacking && ended.every((result) => result?.outcome === "done");
  return isDone
    ? { ...whole, outcome: "done", detail: undefined, numberOfRows }
    : { ...whole, detail: lacking ?? whole.detail, numberOfRows };
}

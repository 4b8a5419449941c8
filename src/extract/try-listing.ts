import type { Asana } from "../asana/client.ts";
import { AsanaError, isNotOffered, isTooLarge, isUnknownObject } from "../asana/errors.ts";
import { endOfListing, type ListingOutcome, type ListingResult, stateKey } from "./listing-ledger.ts";
import type { Merger } from "./merger.ts";
import type { Night } from "./night.ts";
import { type ReadListing, readListing } from "./read-listing.ts";
import type { Listing, Resource } from "./resource.ts";
import type { Tally } from "./tally.ts";

export interface Trying {
  readonly night: Night;
  readonly asana: Asana;
  readonly resource: Resource;
  readonly tally: Tally;
  readonly merger: Merger;
  readonly onRows: (rows: number) => void;
}

/** Reads a listing to its end and notes how it ended; throws only what is no answer of Asana's. */
export async function tryListing(trying: Trying, listing: Listing): Promise<ListingResult> {
  const { night, asana, resource, tally, merger } = trying;
  const { seq, store, intake } = night;
  const before = night.states.get(stateKey(resource.name, listing.key));
  const onPage = async (rows: number) => {
    trying.onRows(rows);
    await merger.note(rows);
  };
  const reader = {
    asana,
    intake,
    resource,
    seq,
    clock: store.clock,
    tally,
    own: night.own,
    scope: night.scope,
    onPage,
  };
  const common = { source: resource.name, listing, seq };
  const result = await readListing(reader, listing, before).then(
    (read: ReadListing): ListingResult => ({ ...common, ...read, outcome: "done" }),
    (error: unknown): ListingResult => {
      if (!(error instanceof AsanaError)) throw error;
      const detail = isTooLarge(error) && !listing.split ? cannotBeNarrowed : detailOf(error);
      return {
        ...common,
        startedAt: store.clock().toISOString(),
        numberOfRows: 0,
        outcome: outcomeOf(error),
        detail,
        tooLargeSeq: isTooLarge(error) ? seq : (before?.too_large_seq ?? undefined),
      };
    },
  );
  await intake.finish(endOfListing(store.clock(), result));
  return result;
}

const cannotBeNarrowed =
  "too large for Asana to list, which offers nothing narrower to ask for: rows that it has not shown are missing. Archive, divide or delete in Asana, or ask its support";

/** What stands for asking whole what Asana found too large lately. */
export function tooLarge({ night, resource }: Trying, listing: Listing): ListingResult {
  const { seq, store, states } = night;
  return {
    source: resource.name,
    listing,
    seq,
    startedAt: store.clock().toISOString(),
    numberOfRows: 0,
    outcome: "failed",
    detail: "Asana finds it too large, and not all of its parts could be read",
    tooLargeSeq: states.get(stateKey(resource.name, listing.key))?.too_large_seq ?? undefined,
  };
}

/** What the way of reading itself found wanting carries no status of Asana's. */
const detailOf = ({ status, code, messages }: AsanaError): string =>
  code === "replaced" ? (messages[0] ?? "") : `${status || code || "no answer"}: ${messages[0] ?? ""}`;

function outcomeOf(error: AsanaError): ListingOutcome {
  const { status } = error;
  if (status === 402 || isNotOffered(error)) return "absent";
  if (status === 403 || status === 451) return "refused";
  return isUnknownObject(error) ? "gone" : "failed";
}

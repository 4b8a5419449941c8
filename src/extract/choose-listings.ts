import { type ListingState, stateKey } from "./listing-ledger.ts";
import type { Listing, Resource } from "./resource.ts";

export interface Choice {
  readonly states: ReadonlyMap<string, ListingState>;
  /** Reads everything, whatever was read when. */
  readonly full: boolean;
  /** True where the night is too long for everything: what moves slowly is read in turn. */
  readonly rotates: boolean;
  /** True where nothing rotates: what is not recent is left to the comparison of totals. */
  readonly never: boolean;
}

/** Which listings of a resource a night reads: all, or what is recent, new or longest unread. */
export function chooseListings(choice: Choice, resource: Resource, listings: readonly Listing[]): readonly Listing[] {
  const isWhole = choice.full || resource.everyNights <= 1 || !(choice.rotates || resource.rotatesAlways);
  if (isWhole) return listings;
  const completeSeq = (listing: Listing): number =>
    Math.max(
      ...[listing.key, listing.within ?? listing.key].map(
        (key) => choice.states.get(stateKey(resource.name, key))?.complete_seq ?? 0,
      ),
    );
  const needed = listings.filter((listing) => listing.isRecent || completeSeq(listing) === 0);
  const others = listings
    .filter((listing) => !needed.includes(listing))
    .map((listing) => ({ listing, seq: completeSeq(listing) }))
    .sort((a, b) => a.seq - b.seq);
  if (choice.never) return needed;
  const turn = others.slice(0, Math.ceil(others.length / resource.everyNights)).map(({ listing }) => listing);
  return [...needed, ...turn];
}

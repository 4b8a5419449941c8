import { type ListingState, stateKey } from "./listing-ledger.ts";
import type { Listing, Resource } from "./resource.ts";

export interface Choice {
  readonly states: ReadonlyMap<string, ListingState>;
  /** Reads everything, whatever was read when. */
  readonly full: boolean;
  /** True where the night is too long for everything: what moves slowly is read in turn. */
  readonly rotates: boolean;
  /** The killed run that this one goes on with; what it read to the end need not be read again. */
  readonly resumes: number | undefined;
}

/** Which listings of a resource a night reads: all, or what is recent, new or longest unread. */
export function chooseListings(choice: Choice, resource: Resource, listings: readonly Listing[]): readonly Listing[] {
  const stateOf = (listing: Listing) => choice.states.get(stateKey(resource.name, listing.key));
  const open = listings.filter((listing) => !isReadBefore(stateOf(listing), choice.resumes));
  const isWhole = choice.full || resource.everyNights <= 1 || !(choice.rotates || resource.rotatesAlways);
  if (isWhole) return open;
  const needed = open.filter((listing) => listing.isRecent || !stateOf(listing)?.complete_at);
  const others = open
    .filter((listing) => !needed.includes(listing))
    .map((listing) => ({ listing, seq: stateOf(listing)?.complete_seq ?? 0 }))
    .sort((a, b) => a.seq - b.seq);
  const turn = others.slice(0, Math.ceil(others.length / resource.everyNights)).map(({ listing }) => listing);
  return [...needed, ...turn];
}

const isReadBefore = (state: ListingState | undefined, resumes: number | undefined): boolean =>
  resumes !== undefined && state?.seq === resumes && state.state !== "reading" && state.state !== "failed";

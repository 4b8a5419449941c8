import { chooseListings } from "./choose-listings.ts";
import { type ListingState, stateKey } from "./listing-ledger.ts";
import type { Resource, World } from "./resource.ts";

export interface PlannedSource {
  readonly source: string;
  readonly requests: number;
  /** Listings that no night has counted yet: each is taken for one request. */
  readonly uncounted: number;
}

export interface Planned {
  readonly sources: readonly PlannedSource[];
  readonly requests: number;
}

export interface PlanInput {
  readonly resources: readonly Resource[];
  readonly world: Omit<World, "tried" | "stateOf" | "rotates">;
  readonly states: ReadonlyMap<string, ListingState>;
  readonly full: boolean;
  readonly rotates: boolean;
  readonly never: boolean;
}

const pageSize = 100;

/** What a night will cost, from the numbers of rows that the last nights saw; asks Asana nothing. */
export async function planNight(input: PlanInput): Promise<Planned> {
  const sources: PlannedSource[] = [];
  for (const resource of input.resources) sources.push(await planSource(input, resource));
  return { sources, requests: sources.reduce((sum, { requests }) => sum + requests, 0) };
}

async function planSource(
  { world, states, full, rotates, never }: PlanInput,
  resource: Resource,
): Promise<PlannedSource> {
  const stateOf = (key: string) => states.get(stateKey(resource.name, key));
  if (resource.isOn?.(world) === false) return { source: resource.name, requests: 0, uncounted: 0 };
  const listings = await resource.listings({ ...world, rotates, tried: new Map(), stateOf });
  const due = chooseListings({ states, full, rotates, never }, resource, listings);
  const counts = due.map(({ key }) => stateOf(key)?.number_of_rows);
  return {
    source: resource.name,
    requests: counts.reduce((sum: number, rows) => sum + Math.max(1, Math.ceil((rows ?? 0) / pageSize)), 0),
    uncounted: counts.filter((rows) => rows === undefined).length,
  };
}

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
  readonly world: Omit<World, "round" | "tried" | "stateOf" | "rotates">;
  readonly states: ReadonlyMap<string, ListingState>;
  /** What each source took the last time. */
  readonly lastRequests: ReadonlyMap<string, number>;
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
  { world, states, lastRequests, full, rotates, never }: PlanInput,
  resource: Resource,
): Promise<PlannedSource> {
  const stateOf = (key: string) => states.get(stateKey(resource.name, key));
  if (resource.isOn?.(world) === false) return { source: resource.name, requests: 0, uncounted: 0 };
  const listings = await resource.listings({ ...world, rotates, round: 1, tried: new Map(), stateOf });
  const due = chooseListings({ states, full, rotates, never }, resource, listings);
  // The first listing alone tells that plan or server lack it; what then stands in is known from the last night alone.
  const [first] = due;
  if (first && stateOf(first.key)?.state === "absent") {
    return { source: resource.name, requests: Math.max(1, lastRequests.get(resource.name) ?? 1), uncounted: 0 };
  }
  const counts = due.map(({ key }) => stateOf(key)?.number_of_rows);
  return {
    source: resource.name,
    requests: counts.reduce((sum: number, rows) => sum + Math.max(1, Math.ceil((rows ?? 0) / pageSize)), 0),
    uncounted: counts.filter((rows) => rows === undefined).length,
  };
}

export interface OffPlan {
  readonly source: string;
  readonly planned: number;
  readonly took: number;
}

/** So many requests more or less are no news. */
const usualDifference = 10;

/** What took another number of requests than planned, the greatest difference first; what was missing is asked for besides. */
export function comparePlan(
  { sources }: Planned,
  reports: readonly { readonly source: string; readonly numberOfRequests: number }[],
  missingAsked: number,
): OffPlan[] {
  const planned = new Map(sources.map(({ source, requests }) => [source, requests]));
  const compared = reports.map(({ source, numberOfRequests: took }) => ({
    source,
    planned: planned.get(source) ?? 0,
    took,
  }));
  return [...compared, { source: "missing objects", planned: 0, took: missingAsked }]
    .filter((row) => Math.abs(row.took - row.planned) > usualDifference)
    .sort((a, b) => Math.abs(b.took - b.planned) - Math.abs(a.took - a.planned));
}

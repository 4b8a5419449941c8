import { inParallel } from "./in-parallel.ts";
import { judge } from "./judge-source.ts";
import { endOfListing, type ListingOutcome, type ListingResult, stateKey } from "./listing-ledger.ts";
import { createMerger } from "./merger.ts";
import type { Night, SourceReport } from "./night.ts";
import { ofProjectsNotShown } from "./parents-not-shown.ts";
import { endedInParts, isKnownTooLarge, partsOf } from "./read-in-parts.ts";
import { speedOf } from "./reading-speed.ts";
import type { Listing, Resource } from "./resource.ts";
import { createTally, type Tally } from "./tally.ts";
import { tooLarge, tryListing } from "./try-listing.ts";

/** Reads one resource: its listings in parallel, each page into the store, merged into versions. */
export async function readSource(
  night: Night,
  resource: Resource,
  isSecondDue: () => Promise<unknown>,
): Promise<SourceReport> {
  const asana = night.asana.counted();
  const tally = createTally();
  if (resource.isOn?.(night.world) === false) return offReport(resource, tally);
  const merger = createMerger(night, resource);
  const results: ListingResult[] = [];
  const tried = new Map<string, ListingOutcome>();
  const names = new Set<string>();
  const begunAt = night.store.clock().getTime();
  const secondsSince = (at: number): number => (night.store.clock().getTime() - at) / 1_000;
  let rowsRead = 0;
  /** What the listings of tonight held the last time; 0 in a first night. */
  let rowsExpected = 0;
  const onRows = (rows: number) => {
    rowsRead += rows;
    const data = { requests: asana.requests(), ...speedOf({ rowsRead, rowsExpected, seconds: secondsSince(begunAt) }) };
    const total = rowsExpected > rowsRead ? { total: rowsExpected } : {};
    night.log({ type: "progress", task: resource.name, done: rowsRead, ...total, unit: "rows", data });
  };
  const keep = (result: ListingResult): ListingOutcome => {
    results.push(result);
    tried.set(result.listing.key, result.outcome);
    return result.outcome;
  };
  const stateOf = (key: string) => night.states.get(stateKey(resource.name, key));
  const trying = { night, asana, resource, tally, merger, onRows };
  const read = async (listing: Listing): Promise<ListingOutcome> => {
    const isTooLarge = listing.split && isKnownTooLarge(stateOf(listing.key), night.seq);
    const result = isTooLarge ? tooLarge(trying, listing) : await tryListing(trying, listing);
    if (!listing.split || result.tooLargeSeq === undefined || result.outcome !== "failed") return keep(result);
    const parts = await partsOf(asana, listing);
    for (const part of parts ?? []) {
      const [before] = readBefore(night, resource, part);
      if (before) keep(before);
      else await read(part);
    }
    const ended = endedInParts(result, parts, results);
    await night.intake.finish(endOfListing(night.store.clock(), ended));
    return keep(ended);
  };
  for (let round = 1; ; round++) {
    if (round === 2) await isSecondDue();
    const named = await resource.listings({ ...night.world, round, tried, stateOf });
    // Each listing is offered once: what is left for another night is not asked for again in the next round.
    const open = named.filter(({ key }) => !names.has(key));
    for (const { key } of open) names.add(key);
    const before = open.flatMap((listing) => readBefore(night, resource, listing));
    for (const result of before) keep(result);
    const due = night.choose(
      resource,
      open.filter((listing) => !tried.has(listing.key)),
    );
    rowsExpected += due.reduce((sum, { key }) => sum + (stateOf(key)?.number_of_rows ?? 0), 0);
    await readAll(night, due, read);
    await merger.merge();
    const hasSecond = round === 1 && resource.secondAfter.length > 0;
    if (!resource.isRepeated || !(hasSecond || due.length + before.length > 0)) break;
  }
  const isKnown = ({ listing }: ListingResult) => stateOf(listing.key)?.state === "refused";
  const notShown = await ofProjectsNotShown(night.store, results);
  const judged = results.filter(({ listing }) => !notShown.has(listing.key));
  const { state, detail } = judge(judged, tally, isKnown);
  return {
    source: resource.name,
    state,
    detail,
    numberOfRequests: asana.requests(),
    ...merger.counts(),
    results,
    named: [...names],
    tally,
  };
}

const offReport = ({ name, price }: Resource, tally: Tally): SourceReport => ({
  source: name,
  state: "off",
  detail: `${price}; switched on by extract.${name}`,
  numberOfRequests: 0,
  added: 0,
  changed: 0,
  results: [],
  named: [],
  tally,
});

/** What the killed run that this one resumes has read to the end need not be read again. */
function readBefore({ states, resumes }: Night, { name }: Resource, listing: Listing): ListingResult[] {
  const state = states.get(stateKey(name, listing.key));
  if (resumes === undefined || !state || state.seq < resumes || state.state === "reading" || state.state === "failed")
    return [];
  const { seq, started_at: startedAt, number_of_rows: numberOfRows, state: outcome } = state;
  return [{ source: name, listing, seq, startedAt, outcome, numberOfRows }];
}

/** The first listing alone tells whether the plan has the feature at all; then the others at once. */
async function readAll(
  night: Night,
  due: readonly Listing[],
  read: (listing: Listing) => Promise<ListingOutcome>,
): Promise<void> {
  const [first, ...others] = due;
  if (!first) return;
  if ((await read(first)) === "absent") return;
  await inParallel(others, night.concurrency, read);
}

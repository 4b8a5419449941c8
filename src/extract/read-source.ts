import type { Asana } from "../asana/client.ts";
import { AsanaError, isNotOffered, isTooLarge, isUnknownObject } from "../asana/errors.ts";
import type { Log } from "../log.ts";
import type { Intake } from "../warehouse/intake.ts";
import { mergeIncoming } from "../warehouse/merge.ts";
import type { RawTable } from "../warehouse/raw-table.ts";
import type { Store } from "../warehouse/store.ts";
import { inParallel } from "./in-parallel.ts";
import {
  endOfListing,
  type ListingOutcome,
  type ListingResult,
  type ListingState,
  stateKey,
} from "./listing-ledger.ts";
import type { OwnWrites } from "./own-writes.ts";
import { ofProjectsNotShown } from "./parents-not-shown.ts";
import { endedInParts, isKnownTooLarge, partsOf } from "./read-in-parts.ts";
import { type ReadListing, readListing } from "./read-listing.ts";
import type { ReadScope } from "./read-scope.ts";
import type { Listing, Resource, World } from "./resource.ts";
import { createTally, type Tally } from "./tally.ts";

/** What reading all resources shares. */
export interface Night {
  readonly asana: Asana;
  readonly store: Store;
  readonly intake: Intake;
  readonly log: Log;
  readonly seq: number;
  readonly concurrency: number;
  /** The world without what belongs to one resource. */
  readonly world: Omit<World, "round" | "tried" | "stateOf">;
  readonly tables: ReadonlyMap<string, RawTable>;
  /** What Plimsoll wrote itself in earlier nights. */
  readonly own: OwnWrites;
  /** What may be kept by name. */
  readonly scope: ReadScope;
  /** Listings as they stood when the run began. */
  readonly states: ReadonlyMap<string, ListingState>;
  /** The first of the killed runs that this one goes on with. */
  readonly resumes: number | undefined;
  /** Which of a resource's listings this night reads. */
  readonly choose: (resource: Resource, listings: readonly Listing[]) => readonly Listing[];
}

export type SourceState = "ok" | "absent" | "refused" | "failed" | "partial" | "off" | "unread";

export interface SourceReport {
  readonly source: string;
  readonly state: SourceState;
  readonly detail: string;
  readonly numberOfRequests: number;
  readonly added: number;
  readonly changed: number;
  readonly results: readonly ListingResult[];
  /** Keys of all listings that the source has tonight, read or left for another night. */
  readonly named: readonly string[];
  readonly tally: Tally;
}

/** Rows that may wait before they are merged; keeps the store and DuckDB's memory small. */
const mergeEvery = 10_000;

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

/** Rows a second so far, and the seconds that the rest will take at this pace. */
function speedOf(given: { readonly rowsRead: number; readonly rowsExpected: number; readonly seconds: number }) {
  const { rowsRead, rowsExpected, seconds } = given;
  if (seconds < 1 || rowsRead === 0) return {};
  const rate = rowsRead / seconds;
  const left = rowsExpected > rowsRead ? { seconds_left: Math.ceil((rowsExpected - rowsRead) / rate) } : {};
  return { rows_per_second: Math.round(rate), ...left };
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

interface Trying {
  readonly night: Night;
  readonly asana: Asana;
  readonly resource: Resource;
  readonly tally: Tally;
  readonly merger: Merger;
  readonly onRows: (rows: number) => void;
}

async function tryListing(trying: Trying, listing: Listing): Promise<ListingResult> {
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
function tooLarge({ night, resource }: Trying, listing: Listing): ListingResult {
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

interface Merger {
  note(rows: number): Promise<void>;
  merge(): Promise<void>;
  counts(): { added: number; changed: number };
}

/** Merges the tables that a resource fills, each time enough rows wait. */
function createMerger(night: Night, resource: Resource): Merger {
  const total = { added: 0, changed: 0 };
  let waiting = 0;
  let hasRows = false;
  let merging: Promise<void> = Promise.resolve();
  const tables = [...night.tables.values()].filter(({ name }) => fills(resource, name));
  const mergeAll = async () => {
    for (const table of tables) {
      const counts = await mergeIncoming(night.store, table, night.seq);
      total.added += counts.added;
      total.changed += counts.changed;
    }
  };
  const merge = () => {
    if (!hasRows) return merging;
    waiting = 0;
    hasRows = false;
    merging = merging.then(mergeAll);
    return merging;
  };
  return {
    note: async (rows) => {
      waiting += rows;
      hasRows ||= rows > 0;
      if (waiting >= mergeEvery) await merge();
    },
    merge,
    counts: () => total,
  };
}

/** Projects also bring the settings of their fields and the fields that belong to one project. */
const fills = (resource: Resource, table: string): boolean =>
  table === (resource.into ?? resource.name) || (resource.alsoFills?.includes(table) ?? false);

/** What plan or token refused the last time too is no news. */
export const asBefore = "as before";

function judge(
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

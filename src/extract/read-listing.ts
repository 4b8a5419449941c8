import type { Asana } from "../asana/client.ts";
import type { IncomingRow, Intake } from "../warehouse/intake.ts";
import type { ListingState } from "./listing-ledger.ts";
import { type OwnWrites, withoutOwnWrites } from "./own-writes.ts";
import type { ReadScope } from "./read-scope.ts";
import type { Listing, Resource, Values } from "./resource.ts";
import type { Tally } from "./tally.ts";

export interface ListingReader {
  readonly asana: Asana;
  readonly intake: Intake;
  readonly resource: Resource;
  readonly seq: number;
  readonly clock: () => Date;
  readonly tally: Tally;
  readonly own: OwnWrites;
  readonly scope: ReadScope;
  /** Called after each page with the number of its rows. */
  readonly onPage: (rows: number) => Promise<void>;
}

export interface ReadListing {
  readonly startedAt: string;
  readonly numberOfRows: number;
}

/** Offsets live about 15 minutes. */
const offsetMilliseconds = 14 * 60_000;

/** Reads one listing to its end, page by page into the store; goes on where a killed run stopped if its offset still lives. */
export async function readListing(
  reader: ListingReader,
  listing: Listing,
  before?: ListingState,
): Promise<ReadListing> {
  const resumed = resumable(before, reader.clock());
  const startedAt = resumed?.started_at ?? reader.clock().toISOString();
  let rowsBefore = resumed?.number_of_rows ?? 0;
  let numberOfRows = rowsBefore;
  for await (const page of pagesOf(reader, listing, resumed?.next_offset ?? undefined)) {
    // Begun anew, a listing shows again what a killed run read of it, and leaves out what this one has had from it.
    if (page.isRestart) {
      numberOfRows -= rowsBefore;
      rowsBefore = 0;
    }
    const rows = page.rows.flatMap((item, index) => parseItem(reader, listing, { item, index: numberOfRows + index }));
    numberOfRows += page.rows.length;
    await reader.intake.add({
      source: reader.resource.name,
      listing: listing.key,
      seq: reader.seq,
      startedAt,
      rows,
      numberOfRows,
      nextOffset: page.nextOffset,
    });
    await reader.onPage(page.rows.length);
  }
  return { startedAt, numberOfRows };
}

function pagesOf({ asana, resource }: ListingReader, listing: Listing, from: string | undefined) {
  if (listing.pages) return listing.pages(asana, { fields: resource.optFields, from });
  const fields = resource.optFields ? { opt_fields: resource.optFields } : {};
  return asana.list(listing.path, { ...listing.params, ...fields }, from);
}

function resumable(before: ListingState | undefined, now: Date): ListingState | undefined {
  if (before?.state !== "reading" || !before.next_offset || !before.offset_at) return undefined;
  return now.getTime() - Date.parse(before.offset_at) < offsetMilliseconds ? before : undefined;
}

interface Item {
  readonly item: unknown;
  readonly index: number;
}

function parseItem(
  { resource, tally, own, scope }: ListingReader,
  listing: Listing,
  { item, index }: Item,
): IncomingRow[] {
  const parsed = resource.schema.safeParse(item);
  if (!parsed.success) {
    const gid = (item as { gid?: unknown } | null)?.gid;
    tally.broken(parsed.error.issues[0]?.path.map(String).join(".") ?? "", typeof gid === "string" ? gid : undefined);
    return [];
  }
  return resource.rows(parsed.data as never, listing, index).map(({ table, values }) => {
    if (!table) countUnknown(resource, values, tally);
    const into = table ?? resource.into ?? resource.name;
    return { table: into, gid: values.gid, row: JSON.stringify(scope.limit(into, withoutOwnWrites(values, own))) };
  });
}

function countUnknown({ known }: Resource, values: Values, tally: Tally): void {
  if (!known) return;
  for (const [column, list] of Object.entries(known)) {
    const value = values[column];
    if (typeof value === "string" && !list.includes(value)) tally.unknown(column, value);
  }
}

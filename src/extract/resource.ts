import type { z } from "zod";
import type { Asana, Page, Params } from "../asana/client.ts";
import { optFields } from "../asana/schema/opt-fields.ts";
import { quoteText } from "../warehouse/database.ts";
import type { RawColumns } from "../warehouse/raw-table.ts";
import type { ListingOutcome, ListingState } from "./listing-ledger.ts";

/** What a resource may look at to know which listings to make: the store, and the run. */
export interface World {
  readonly workspaceGid: string;
  /** As-of date, YYYY-MM-DD. */
  readonly asOf: string;
  readonly historyDays: number;
  /** What costs a request per task or project and is read only where configured. */
  readonly reads: {
    readonly stories: boolean;
    readonly attachments: boolean;
    readonly projectBriefs: boolean;
    /** Gids of the projects whose stories are read; empty means all. */
    readonly storiesProjects: readonly string[];
    /** Stories are read of tasks that changed within so many days. */
    readonly storiesDays: number;
  };
  /** Gids of portfolios that the config names. */
  readonly portfolios: readonly string[];
  /** How many times this run has asked this resource for its listings, this time included. */
  readonly round: number;
  /** Listings of this resource that this run has read, or tried to, and how they ended. */
  readonly tried: ReadonlyMap<string, ListingOutcome>;
  /** What is known of a listing of this resource from the nights before. */
  readonly stateOf: (key: string) => ListingState | undefined;
  /** True where the night is too long for everything: what moves slowly is read in turn. */
  readonly rotates: boolean;
  /** Tasks modified since this instant may not be held as they are now; undefined before the first complete night. */
  readonly changesSince: string | undefined;
  /** Current rows of the raw tables. */
  readonly rows: <T>(sql: string) => Promise<T[]>;
}

/** One paged request sequence. */
export interface Listing {
  /** Names it within its resource, for ever: 'all', or the gid of the parent. */
  readonly key: string;
  readonly path: string;
  readonly params?: Params;
  /** Columns that the rows take from the listing, such as the parent's gid. */
  readonly parent?: Readonly<Record<string, string>>;
  /** True for what must be read every night although the rest of its resource rotates. */
  readonly isRecent?: boolean;
  /** Key of a listing that shows the same and more: having read it counts as having read this one. */
  readonly within?: string;
  /** True where the params leave out a part that still waits for its turn: the listing keeps its age. */
  readonly isPart?: boolean;
  /** True where other listings stand in if the plan refuses this one. */
  readonly hasFallback?: boolean;
  /** Smaller listings that show the same, where Asana finds this one too long. */
  readonly split?: (asana: Asana) => Promise<readonly Listing[]>;
  /** What such a smaller listing leaves out, and the way out: what it stands in for stays incomplete. */
  readonly lacks?: string;
  /** Another way to page than limit and offset; its `nextOffset` is whatever it can resume from. */
  readonly pages?: (
    asana: Asana,
    opt: { readonly fields: string; readonly from: string | undefined },
  ) => AsyncGenerator<Page>;
}

export type Value = string | number | boolean | null | undefined | readonly unknown[] | object;
export type Values = Readonly<Record<string, Value>> & { readonly gid: string };
/** A row for a raw table; without `table` it goes to the resource's own. */
export interface Emitted {
  readonly table?: string;
  readonly values: Values;
}

/** A kind of object read from Asana, declared. The raw table, its columns, opt_fields and cursors follow from it. */
export interface Resource {
  readonly name: string;
  /** Raw table that the rows go to, where it is another resource's. */
  readonly into?: string;
  /** Columns of the raw table besides gid. */
  readonly columns: RawColumns;
  /** Resources that must be read before. */
  readonly after: readonly string[];
  /** Resources that must be read before `listings` is asked for the second time: what needs nothing can begin at once. */
  readonly secondAfter: readonly string[];
  /** Nights that may pass between two complete readings when the night is too long to read everything. */
  readonly everyNights: number;
  /** True where older listings are read in turn even when there is time to read everything else. */
  readonly rotatesAlways?: boolean;
  /** False where the config leaves the resource out. */
  readonly isOn?: (world: Pick<World, "reads">) => boolean;
  /** What it costs, in words, where it is off unless configured. */
  readonly price?: string;
  readonly optFields: string;
  readonly schema: z.ZodType;
  readonly listings: (world: World) => Promise<readonly Listing[]>;
  /** `index` counts the items of the listing from 0, in Asana's order. */
  readonly rows: (item: never, listing: Listing, index: number) => readonly Emitted[];
  /** True where reading shows what else must be read: `listings` is asked again until it names nothing new. */
  readonly isRepeated?: boolean;
  /** Other raw tables that its rows go to. */
  readonly alsoFills?: readonly string[];
  /**
   * SQL predicates, by raw table: the rows that these listings, read completely, must have shown; what they did not show
   * is asked for and, if Asana does not know it, marked as gone.
   */
  readonly covers?: (listings: readonly Listing[]) => Readonly<Record<string, string>>;
  /** Path of one object, to ask whether it is really gone. Where there is none, a complete listing is proof enough. */
  readonly itemPath?: (gid: string) => string;
  /** Tables of what its rows go with, by the column that names it: rows whose parent is gone are gone too. */
  readonly goesWith?: Readonly<Record<string, readonly string[]>>;
  /** True where an object that left one listing may live on elsewhere, so that its answer is taken as its row. */
  readonly refreshesFromItem?: boolean;
  /** Values known of enumerations, by column; others are counted and kept. */
  readonly known?: Readonly<Record<string, readonly string[]>>;
}

interface Declaration<Schema extends z.ZodType> {
  readonly name: string;
  readonly into?: string;
  readonly columns?: RawColumns;
  readonly after?: readonly string[];
  readonly secondAfter?: readonly string[];
  readonly everyNights?: number;
  readonly schema: Schema;
  /** False where Asana takes no opt_fields. */
  readonly asksFields?: boolean;
  readonly listings: (world: World) => Promise<readonly Listing[]> | readonly Listing[];
  readonly row?: (item: z.infer<Schema>, listing: Listing, index: number) => Values;
  readonly rows?: (item: z.infer<Schema>, listing: Listing, index: number) => readonly Emitted[];
  readonly isRepeated?: boolean;
  /** Other raw tables that its rows go to. */
  readonly alsoFills?: readonly string[];
  readonly covers?: (listings: readonly Listing[]) => Readonly<Record<string, string>>;
  readonly rotatesAlways?: boolean;
  readonly isOn?: (world: Pick<World, "reads">) => boolean;
  readonly price?: string;
  readonly goesWith?: Readonly<Record<string, readonly string[]>>;
  readonly refreshesFromItem?: boolean;
  readonly itemPath?: (gid: string) => string;
  readonly known?: Readonly<Record<string, readonly string[]>>;
}

/** Declares a resource; `row` for the common case of one row per item, `rows` where an item fills several tables. */
export function resource<Schema extends z.ZodType>(declaration: Declaration<Schema>): Resource {
  const { row, rows, asksFields = true, ...rest } = declaration;
  return {
    columns: {},
    after: [],
    secondAfter: [],
    everyNights: 7,
    ...rest,
    optFields: asksFields ? optFields(declaration.schema) : "",
    listings: async (world) => declaration.listings(world),
    rows: rows ?? ((item, listing, index) => [{ values: row!(item, listing, index) }]),
  } as Resource;
}

/** A listing of everything covers its whole table; a part of it that was read while another failed does not. */
export const coversAll = (table: string) => (listings: readonly Listing[]) => ({ [table]: isAll(listings) });

/** In SQL, whether the listing of everything is among these. */
export const isAll = (listings: readonly Listing[]): string => String(listings.some(({ key }) => key === "all"));

/** Listings by parent cover the rows of their parents. */
export const coversParents = (table: string, column: string) => (listings: readonly Listing[]) => ({
  [table]: `${column} in (${textList(listings)})`,
});

/** Keys of listings as a list of SQL texts; never empty, so that `in (…)` stays SQL. */
export const textList = (listings: readonly Listing[]): string =>
  listings.length ? listings.map(({ key }) => quoteText(key)).join(", ") : "''";

/** Gids of the references in an array, as Asana orders them. */
export const gidsOf = (references: readonly { readonly gid: string }[] | null | undefined): string[] =>
  (references ?? []).map((item) => item.gid);

interface Gid {
  readonly gid: string;
}

/** One listing per row of a raw table: the usual fan-out over parents. `where` narrows the parents, in SQL. */
export async function perParent(
  world: World,
  parents: string,
  listing: (gid: string) => Omit<Listing, "key">,
  where = "true",
): Promise<Listing[]> {
  const rows = await world.rows<Gid>(
    `select gid from raw.${parents} where _to_seq is null and _deleted_at is null and ${where} order by gid`,
  );
  return rows.map(({ gid }) => ({ key: gid, ...listing(gid) }));
}

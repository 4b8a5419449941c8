import type { Asana } from "../asana/client.ts";
import type { Log } from "../log.ts";
import type { Intake } from "../warehouse/intake.ts";
import type { RawTable } from "../warehouse/raw-table.ts";
import type { Store } from "../warehouse/store.ts";
import type { ListingResult, ListingState } from "./listing-ledger.ts";
import type { OwnWrites } from "./own-writes.ts";
import type { ReadScope } from "./read-scope.ts";
import type { Listing, Resource, World } from "./resource.ts";
import type { Tally } from "./tally.ts";

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

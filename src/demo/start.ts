import { type Company, createCompany } from "./company/company.ts";
import type { PlantedEffects } from "./company/plants.ts";
import { type Shape, sizeOfShape, sizeOfTasks } from "./company/sizes.ts";
import type { CsvColumns } from "./csv/columns.ts";
import { createCsvCompany } from "./csv/csv-company.ts";
import type { Abilities } from "./server/call.ts";
import { everyFault, type Faults, usualFaults } from "./server/faults.ts";
import { type Requests, serve } from "./server/server.ts";
import type { World } from "./world/world.ts";

export interface DemoOptions extends Partial<Abilities> {
  /** The same seed gives the same company; 1 when left out. */
  readonly seed?: number;
  /** The company's last day, YYYY-MM-DD. */
  readonly today?: string;
  /** About 12,000 when left out. */
  readonly tasks?: number;
  /** One of the reference shapes instead of a number of tasks. */
  readonly shape?: Shape;
  /** A company made before, such as one that nights have passed in. */
  readonly company?: Pick<Company, "world"> & Partial<Company>;
  /** Tasks from a CSV file instead of a made-up company; `today` is then the day after its last date. */
  readonly csv?: { readonly path: string; readonly columns?: CsvColumns };
  /** Any free port when left out. */
  readonly port?: number;
  /** The only token that opens the workspace. */
  readonly token?: string;
  /** Starts at 06:00 UTC of `today` and goes on from there, when left out. */
  readonly clock?: () => Date;
  /** None when left out. */
  readonly requestsPerMinute?: number;
  readonly searchesPerMinute?: number;
  /** Seconds that an offset lives; 900 when left out. */
  readonly offsetLife?: number;
  /** Rows by operation after which a listing is refused as too large, as Asana refuses tens of thousands: {getTasks: 20}. */
  readonly longestListing?: Readonly<Record<string, number>>;
  /** Statuses by operation of Asana's document, answered instead of the truth: {getBudgets: 403}. */
  readonly refuse?: Readonly<Record<string, number>>;
  /** What goes wrong on purpose: "usual" is what networks do, "every" adds broken rows and a project that always fails. */
  readonly faults?: Faults | "usual" | "every";
  /** More than 50 reads or 15 writes in flight are refused with 429, as Asana does. */
  readonly limitsInFlight?: boolean;
  /** The server's clock is ahead by so many minutes. */
  readonly clockSkewMinutes?: number;
  /** One person, who is not the token's, has no e-mail address. */
  readonly hidesAnEmail?: boolean;
  /** Milliseconds before each answer; 0 when left out. */
  readonly latency?: number;
}

export interface Demo {
  /** Without `/api/1.0`; both are served. */
  readonly url: string;
  readonly token: string;
  readonly workspaceGid: string;
  readonly today: string;
  /** The truth behind the server; tests compare with it and change it. */
  readonly world: World;
  /** What a good report should find; undefined for a world that was not made up here. */
  readonly planted: PlantedEffects | undefined;
  /** What goes wrong on purpose, with the objects that were chosen for it. */
  readonly faults: Faults | null;
  readonly requests: () => Requests;
  readonly close: () => Promise<void>;
}

export const demoToday = "2026-11-16";
export const demoToken = "2/demo/plimsoll";

/** Starts the embedded Asana workspace on loopback. It is a stand-in: it knows what Asana documents, and no more. */
export async function startDemo(options: DemoOptions = {}): Promise<Demo> {
  const { token = demoToken } = options;
  const { world, planted, today } = companyOf(options);
  if (options.hidesAnEmail) [...world.people.values()].at(-1)!.email = null;
  const faults = faultsOf(options, world);
  const server = await serve({
    world,
    token,
    abilities: {
      plan: options.plan ?? "advanced",
      approvals: options.approvals ?? true,
      search: options.search ?? true,
      flatEntriesHaveTask: options.flatEntriesHaveTask ?? true,
      writesPeople: options.writesPeople ?? true,
    },
    clock: skewed(options.clock ?? clockFrom(today), options.clockSkewMinutes ?? 0),
    port: options.port ?? 0,
    offsetLife: options.offsetLife ?? 900,
    longestListing: options.longestListing ?? {},
    refuse: options.refuse ?? {},
    faults,
    limitsInFlight: options.limitsInFlight ?? false,
    latency: options.latency ?? 0,
    ...(options.requestsPerMinute !== undefined && { requestsPerMinute: options.requestsPerMinute }),
    ...(options.searchesPerMinute !== undefined && { searchesPerMinute: options.searchesPerMinute }),
  });
  return { ...server, token, workspaceGid: world.workspaceGid, today, world, planted, faults };
}

function faultsOf({ faults, seed }: DemoOptions, world: World): Faults | null {
  if (faults === "usual") return { ...usualFaults, seed: seed ?? 1 };
  return faults === "every" ? everyFault(world, seed) : (faults ?? null);
}

interface Served {
  readonly world: World;
  readonly planted: PlantedEffects | undefined;
  readonly today: string;
}

function companyOf(options: DemoOptions): Served {
  const { seed = 1, today = demoToday, company } = options;
  if (company) return { world: company.world, planted: company.planted, today };
  if (options.csv) {
    const read = createCsvCompany(options.csv.path, options.csv.columns);
    return { world: read.world, planted: undefined, today: options.today ?? read.today };
  }
  const size = options.shape ? sizeOfShape(options.shape) : sizeOfTasks(options.tasks);
  return { ...createCompany({ seed, today, size }), today };
}

/** Time as it passes, moved to the company's last morning. */
function clockFrom(today: string): () => Date {
  const begin = performance.now();
  const morning = Date.parse(`${today}T06:00:00.000Z`);
  return () => new Date(morning + performance.now() - begin);
}

const skewed = (clock: () => Date, minutes: number): (() => Date) =>
  minutes === 0 ? clock : () => new Date(clock().getTime() + minutes * 60_000);

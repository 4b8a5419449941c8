import { hash, random } from "../random.ts";
import type { World } from "../world/world.ts";
import type { Route } from "./call.ts";
import { badRequest, Refusal, texts } from "./errors.ts";

/** What goes wrong on purpose. Shares are of all requests, between 0 and 1; nothing goes wrong that is left out. */
export interface Faults {
  readonly seed?: number;
  /** 500, 502, 503 and 504; nothing was done. */
  readonly serverErrors?: number;
  /** The connection is cut before an answer; nothing was done. */
  readonly resets?: number;
  /** No answer for `stallSeconds`, then the connection is cut. */
  readonly stalls?: number;
  readonly stallSeconds?: number;
  /** Half of the body, then the connection is cut. */
  readonly truncations?: number;
  /** A page of HTML with status 200, as proxies send it. */
  readonly html?: number;
  /** A content length that is shorter than the body. */
  readonly wrongLengths?: number;
  /** Every so many requests, the next few are answered with 429. */
  readonly storms?: {
    readonly every: number;
    readonly length: number;
    /** Seconds to wait; the answer does not say where left out. */
    readonly retryAfter?: number;
  };
  /** Share of offsets that have expired already. */
  readonly expiredOffsets?: number;
  /** Share of pages that repeat a row of the page before. */
  readonly repeatedRows?: number;
  /** Objects whose rows break the schema, always. */
  readonly badRows?: readonly string[];
  /** Numbers come as text, and kinds and states as names that no document has; nothing else is wrong with the rows. */
  readonly oddValues?: boolean;
  /** Every request for this project fails with 500. */
  readonly failingProject?: string;
  /** A write is done, and then its answer is lost. */
  readonly lostReplies?: number;
}

/** How an answer goes wrong on its way. */
export type Mishap = "reset" | "stall" | "truncate" | "html" | "length" | "lost";

export interface Mischief {
  /** Decides what becomes of a request. @throws what is answered instead */
  readonly meet: (request: {
    readonly route: Route;
    readonly path: string;
    readonly query: URLSearchParams;
  }) => Mishap | null;
  /** Spoils the rows of a page. */
  readonly spoil: (body: unknown, listing: string) => void;
  readonly stallSeconds: number;
}

/** The mix that "something is always wrong" means: 2 % of errors and a little of everything else. */
export const usualFaults: Faults = {
  serverErrors: 0.02,
  resets: 0.005,
  stalls: 0.001,
  stallSeconds: 3,
  truncations: 0.004,
  html: 0.004,
  wrongLengths: 0.003,
  storms: { every: 150, length: 4, retryAfter: 1 },
  expiredOffsets: 0.003,
  repeatedRows: 0.02,
};

/** All kinds at once: the usual ones, three tasks whose rows break the schema, and a project that always fails. */
export function everyFault(world: World, seed = 1): Faults {
  const dice = random(seed).fork("faults");
  const tasks = [...world.tasks.keys()];
  const projects = [...world.projects.values()].filter((project) => !project.isArchived);
  return {
    ...usualFaults,
    seed,
    badRows: [dice.pick(tasks), dice.pick(tasks), dice.pick(tasks)],
    failingProject: dice.pick(projects).gid,
  };
}

const STATUSES = [500, 502, 503, 504];

export function createMischief(faults: Faults): Mischief {
  const dice = random(faults.seed ?? 1);
  const isBad = new Set(faults.badRows ?? []);
  const lastRows = new Map<string, unknown>();
  let number = 0;
  const happens = (share: number | undefined): boolean => share !== undefined && dice.chance(share);

  function meet({ route, path, query }: Parameters<Mischief["meet"]>[0]): Mishap | null {
    number += 1;
    const { storms, failingProject } = faults;
    if (storms && number > storms.length && number % storms.every < storms.length) {
      throw new Refusal(429, texts.rateLimit, storms.retryAfter);
    }
    if (failingProject && concerns(failingProject, path, query)) throw new Refusal(500, "Server Error");
    if (happens(faults.serverErrors)) throw new Refusal(dice.pick(STATUSES), "Server Error");
    if (query.has("offset") && happens(faults.expiredOffsets)) throw badRequest(texts.expiredOffset);
    return route.method === "GET"
      ? onTheWay()
      : happens(faults.resets)
        ? "reset"
        : happens(faults.lostReplies)
          ? "lost"
          : null;
  }

  function onTheWay(): Mishap | null {
    if (happens(faults.resets)) return "reset";
    if (happens(faults.stalls)) return "stall";
    if (happens(faults.truncations)) return "truncate";
    if (happens(faults.html)) return "html";
    return happens(faults.wrongLengths) ? "length" : null;
  }

  function spoil(body: unknown, listing: string): void {
    const { data } = body as { data: unknown };
    if (faults.oddValues) makeOdd(data);
    if (!Array.isArray(data)) return;
    for (const row of data as Record<string, unknown>[]) if (isBad.has(String(row.gid))) breakRow(row);
    const last = lastRows.get(listing);
    if (last && happens(faults.repeatedRows)) data.unshift(last);
    if (faults.repeatedRows) lastRows.set(listing, data.at(-1));
  }

  return { meet, spoil, stallSeconds: faults.stallSeconds ?? 3 };
}

/** Whether a request is about a project, by path or by filter. */
function concerns(gid: string, path: string, query: URLSearchParams): boolean {
  return path.split("/").includes(gid) || query.get("project") === gid || query.get("parent") === gid;
}

const NUMBERS = new Set(["number_value", "duration_minutes", "actual_time_minutes"]);
/** What a newer Asana may call things, by what it calls them today. */
const NEWER: Readonly<Record<string, string>> = {
  milestone: "gateway",
  date: "rating",
  DRAFT: "ESCALATED",
  notApplicable: "prepaid",
  percent: "points",
};
const NAMING = new Set(["resource_subtype", "approval_status", "billable_status", "type"]);

/** Decimals as text, and names of kinds and states from another time; a field of an unknown kind shows its value as text alone. */
function makeOdd(value: unknown): void {
  if (value === null || typeof value !== "object") return;
  for (const [key, inner] of Object.entries(value)) {
    const record = value as Record<string, unknown>;
    if (NUMBERS.has(key) && typeof inner === "number") record[key] = String(inner);
    else if (NAMING.has(key) && typeof inner === "string") record[key] = NEWER[inner] ?? inner;
    else if (key === "date_value") delete record[key];
    else makeOdd(inner);
  }
}

/** Wrong in every way that a row of any kind can be, but for its gid. */
function breakRow(row: Record<string, unknown>): void {
  const kind = hash(String(row.gid)) % 3;
  if (kind === 0) Object.assign(row, { name: 12_345, created_at: "the day before yesterday" });
  if (kind === 1)
    Object.assign(row, { name: { text: "wrong" }, completed: "maybe", modified_at: 0, duration_minutes: "many" });
  if (kind === 2) {
    for (const key of Object.keys(row)) if (key !== "gid") row[key] = "wrong";
  }
}

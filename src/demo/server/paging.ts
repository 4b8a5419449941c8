import { hash } from "../random.ts";
import { badRequest, texts } from "./errors.ts";

/** What the paging parameters of a request ask for. */
export interface PageAsked {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly now: Date;
  /** Seconds that an offset lives. */
  readonly offsetLife: number;
  /** Rows after which a listing is cut, as Asana cuts those of tens of thousands. */
  readonly longestListing: number;
  /** The address of the API, as the caller wrote it. */
  readonly baseUrl: string;
}

export interface Page {
  readonly rows: readonly unknown[];
  /** Undefined when no `limit` was sent: Asana then leaves `next_page` out. */
  readonly nextPage: { readonly offset: string; readonly path: string; readonly uri: string } | null | undefined;
}

/** More rows than this are not sent without a limit. */
const MOST_UNPAGED = 1_000;

/** One page of a listing. @throws 400 for a bad limit, and for an offset that is expired, foreign or made up */
export function pageOf(rows: readonly unknown[], asked: PageAsked): Page {
  const limitText = asked.query.get("limit");
  if (limitText === null) {
    if (rows.length > MOST_UNPAGED) throw badRequest(texts.tooLarge);
    return { rows, nextPage: undefined };
  }
  const limit = Number(limitText);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw badRequest("limit: Must be between 1 and 100");
  const start = startOf(asked);
  const end = start + limit;
  if (Math.min(end, rows.length) > asked.longestListing) throw badRequest(texts.tooLarge);
  return { rows: rows.slice(start, end), nextPage: end < rows.length ? linkTo(end, asked) : null };
}

/** What a listing is, apart from where in it one is. An offset serves the listing that gave it, and no other. */
function listingOf({ path, query }: PageAsked): number {
  const filters = [...query].filter(([name]) => name !== "offset" && name !== "limit" && name !== "opt_fields");
  return hash(path + JSON.stringify(filters.sort()));
}

function startOf(asked: PageAsked): number {
  const offset = asked.query.get("offset");
  if (offset === null) return 0;
  const parts = /^(\d+)\.(\d+)\.(\d+)$/.exec(Buffer.from(offset, "base64url").toString("latin1"));
  if (!parts || Number(parts[2]) !== listingOf(asked)) throw badRequest(texts.invalidOffset);
  if (Number(parts[3]) < asked.now.getTime()) throw badRequest(texts.expiredOffset);
  return Number(parts[1]);
}

function linkTo(position: number, asked: PageAsked): NonNullable<Page["nextPage"]> {
  const expires = asked.now.getTime() + asked.offsetLife * 1_000;
  const offset = Buffer.from(`${position}.${listingOf(asked)}.${expires}`, "latin1").toString("base64url");
  const query = new URLSearchParams(asked.query);
  query.set("offset", offset);
  const path = `${asked.path}?${query}`;
  return { offset, path, uri: `${asked.baseUrl}${path}` };
}

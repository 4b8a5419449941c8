import type { AsanaError } from "./errors.ts";
import type { Method } from "./transport.ts";

export interface RetryLimits {
  /** Attempts in all for answers that say "later" or break off. */
  readonly attempts: number;
  /** Attempts in all against 429; each waits as long as Asana asks. */
  readonly rateLimited: number;
}

export const retryLimits: RetryLimits = { attempts: 6, rateLimited: 20 };

/** Asana sends Retry-After with every 429; where it is missing, half a minute is long enough for all its limits. */
const defaultPauseSeconds = 30;
const firstBackoffMilliseconds = 300;
const longestBackoffMilliseconds = 30_000;

export type Decision =
  | { readonly kind: "pause"; readonly seconds: number }
  | { readonly kind: "wait"; readonly milliseconds: number }
  | { readonly kind: "give-up" };

/**
 * What to do after a failed attempt. Reads, PUT and DELETE may be repeated; a POST only where Asana refused it (429)
 * or nothing was sent (connection refused), since a repeated POST could do its work twice.
 */
export function decideRetry(method: Method, error: AsanaError, attempt: number, random: () => number): Decision {
  if (error.status === 429) {
    return attempt < retryLimits.rateLimited
      ? { kind: "pause", seconds: error.retryAfter ?? defaultPauseSeconds }
      : { kind: "give-up" };
  }
  const isSafe = method !== "POST" || error.code === "ECONNREFUSED";
  if (!isSafe || !isTransient(error) || attempt >= retryLimits.attempts) return { kind: "give-up" };
  const backoff = Math.min(longestBackoffMilliseconds, firstBackoffMilliseconds * 2 ** (attempt - 1));
  return { kind: "wait", milliseconds: backoff * (0.5 + random()) };
}

/** No answer, a server error, or an answer that is not Asana's JSON. 501 stays: what is not implemented will not be in a second. */
export const isTransient = (error: AsanaError): boolean =>
  error.status === 0 ||
  (error.status >= 500 && error.status !== 501) ||
  error.status === 424 ||
  (error.status === 200 && error.code !== undefined);

import { Refusal, texts } from "./errors.ts";

/** Refuses what comes too fast. Every request counts, refused ones too. */
export interface Limits {
  /** @throws 429 with the seconds to wait */
  readonly admit: (request: { readonly isSearch: boolean; readonly now: Date }) => void;
}

export interface LimitOptions {
  /** None when left out. */
  readonly requestsPerMinute?: number;
  readonly searchesPerMinute?: number;
}

export function createLimits({ requestsPerMinute, searchesPerMinute }: LimitOptions): Limits {
  const all = requestsPerMinute === undefined ? null : slidingMinute(requestsPerMinute);
  const searches = searchesPerMinute === undefined ? null : slidingMinute(searchesPerMinute);
  return {
    admit: ({ isSearch, now }) => {
      const wait = Math.max(all?.(now.getTime()) ?? 0, (isSearch && searches?.(now.getTime())) || 0);
      if (wait > 0) throw new Refusal(429, texts.rateLimit, wait);
    },
  };
}

/** Counts in a window of 60 s; answers the seconds until there is room again, 0 when there is. */
function slidingMinute(most: number): (now: number) => number {
  let times: number[] = [];
  return (now) => {
    const from = now - 60_000;
    if (times.length > 0 && times[0]! <= from) times = times.filter((time) => time > from);
    times.push(now);
    if (times.length <= most) return 0;
    return Math.max(1, Math.ceil((times[times.length - most - 1]! + 60_000 - now) / 1_000));
  };
}

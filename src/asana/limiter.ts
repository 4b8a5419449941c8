/** How fast and how many at once. Times are milliseconds. */
export interface LimiterOptions {
  /** Requests a minute; undefined means no pacing (loopback). */
  readonly requestsPerMinute: number | undefined;
  readonly reads: number;
  readonly writes: number;
  /** Asana allows 60 searches a minute. */
  readonly searchesPerMinute: number | undefined;
  readonly clock: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
}

export type Lane = "read" | "write" | "search";

export interface Limiter {
  /** Runs `work` when a place in the lane, the pace and a pause allow it. */
  run<T>(lane: Lane, work: () => Promise<T>): Promise<T>;
  /** After a 429: nobody sends for so many seconds. Several 429 in a row slow the pace down; quiet minutes bring it back. */
  pause(seconds: number): void;
  /** Share of the configured pace in use, 0.2 to 1; for the log. */
  pace(): number;
}

/** Asana counts in windows shorter than a minute, so a little room is kept below the limit. */
const headroom = 0.97;
const slowest = 0.2;
const slowDown = 0.7;
const speedUp = 0.05;
const quietMilliseconds = 5_000;

export function createLimiter(options: LimiterOptions): Limiter {
  const now = () => options.clock().getTime();
  const pause = { until: 0 };
  const speed = { share: 1, changedAt: now(), hits: 0 };
  const share = () => recover(speed, now());
  const gates: Record<Lane, Gate> = {
    read: createGate(options.reads),
    write: createGate(options.writes),
    search: createGate(Math.min(10, options.reads)),
  };
  const everything = createPacer(options.requestsPerMinute, share);
  const searches = createPacer(options.searchesPerMinute, share);

  async function waitForPause(): Promise<void> {
    let slept = 0;
    while (pause.until > slept && pause.until > now()) {
      slept = pause.until;
      await options.sleep(slept - now());
    }
  }
  async function waitForTurn(lane: Lane): Promise<void> {
    await waitForPause();
    const wait = Math.max(everything.next(now()), lane === "search" ? searches.next(now()) : 0);
    if (wait > 0) await options.sleep(wait);
    await waitForPause();
  }
  return {
    run: async (lane, work) => {
      const leave = await gates[lane].enter();
      try {
        await waitForTurn(lane);
        return await work();
      } finally {
        leave();
      }
    },
    pause: (seconds) => {
      const isNewPause = pause.until <= now();
      pause.until = Math.max(pause.until, now() + seconds * 1000 * (1 + options.random() * 0.1) + 50);
      if (!isNewPause) return;
      // One 429 can come from a window boundary; the second one tells that the pace (or the cost) is too high.
      speed.hits += 1;
      speed.share = speed.hits > 1 ? Math.max(slowest, share() * slowDown) : share();
      speed.changedAt = pause.until;
    },
    pace: share,
  };
}

function recover(speed: { share: number; changedAt: number; hits: number }, now: number): number {
  const steps = Math.floor((now - speed.changedAt) / quietMilliseconds);
  if (steps > 0) {
    speed.share = Math.min(1, speed.share + steps * speedUp);
    speed.changedAt += steps * quietMilliseconds;
    if (speed.share === 1) speed.hits = 0;
  }
  return speed.share;
}

/** Hands out evenly spaced slots, with up to a second's worth at once after a rest. */
function createPacer(perMinute: number | undefined, share: () => number): { next(now: number): number } {
  if (perMinute === undefined) return { next: () => 0 };
  let slot = 0;
  return {
    next: (now) => {
      const interval = 60_000 / (perMinute * headroom * share());
      slot = Math.max(slot + interval, now - Math.min(1_000, interval * 10));
      return Math.max(0, slot - now);
    },
  };
}

interface Gate {
  enter(): Promise<() => void>;
}

/** At most `places` inside at once; the others wait in order. */
function createGate(places: number): Gate {
  let free = places;
  const waiting: (() => void)[] = [];
  const leave = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    enter: async () => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      let isInside = true;
      return () => {
        if (isInside) leave();
        isInside = false;
      };
    },
  };
}

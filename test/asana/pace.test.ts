import { expect, it } from "vitest";
import { createLimiter, type Lane } from "../../src/asana/limiter.ts";

/** Time that passes only when everybody waits: the next to wake moves the clock. */
function createTime() {
  let now = Date.parse("2026-11-16T06:00:00Z");
  const sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const sleep = (milliseconds: number) =>
    new Promise<void>((wake) => {
      sleepers.push({ at: now + milliseconds, wake });
    });
  const run = async (work: Promise<unknown>): Promise<void> => {
    let isDone = false;
    void work.then(() => {
      isDone = true;
    });
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone) return;
      sleepers.sort((a, b) => a.at - b.at);
      const next = sleepers.shift()!;
      now = Math.max(now, next.at);
      next.wake();
    }
  };
  return { clock: () => new Date(now), sleep, run, now: () => now };
}

const perMinute = 1_500;
const requests = 3_000;
const searches = 100;
const latency = 800;

it("takes at most 1.15 times what the rate limit alone would, searches beside the rest, and is never told to slow down", async () => {
  const time = createTime();
  const { clock, sleep } = time;
  const sent: number[] = [];
  const limiter = createLimiter({
    ...{ requestsPerMinute: perMinute, searchesPerMinute: 58, reads: 25, writes: 8, random: () => 0.5 },
    ...{ clock, sleep },
  });
  const send = (lane: Lane) =>
    limiter.run(lane, () => {
      sent.push(time.now());
      return sleep(latency);
    });
  const inTurn = async () => {
    for (let n = 0; n < searches; n++) await send("search");
  };
  const begin = time.now();
  await time.run(Promise.all([inTurn(), ...Array.from({ length: requests - searches }, () => send("read"))]));
  const least = (requests / perMinute) * 60_000;
  expect((time.now() - begin) / least).toBeLessThan(1.15);
  for (const [n, at] of sent.entries()) {
    const first = sent[n - perMinute];
    if (first !== undefined) expect(at - first).toBeGreaterThanOrEqual(60_000);
  }
});

// Measures a full load against what the rate limit of a paid plan alone would take, on a server that keeps Asana's limits:
// `npm run bench:pace`, `npm run bench:pace -- 12000 4` (tasks or a shape, and how many times
// faster time passes; less than once on a busy machine).
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Shape } from "../src/demo/company/sizes.ts";
import { startDemo } from "../src/demo/start.ts";
import { runNight } from "../test/support/demo-store.ts";

/** A paid plan: 1,500 requests and 60 searches a minute, 50 reads in flight; an answer takes half a second. */
const perMinute = 1_500;
const latency = 500;
const most = 1.15;

const [size = "wide", speed = "1"] = process.argv.slice(2);
const times = Number(speed);
const begin = performance.now();
const morning = Date.parse("2026-11-16T06:00:00.000Z");
/** Time passes faster (or slower) for both sides: the waiting need not be sat out, and a busy machine can keep up. */
const clock = () => new Date(morning + (performance.now() - begin) * times);
const home = mkdtempSync(path.join(tmpdir(), "plimsoll-pace-"));
const demo = await startDemo({
  ...(Number.isFinite(Number(size)) ? { tasks: Number(size) } : { shape: size as Shape }),
  clock,
  requestsPerMinute: perMinute,
  searchesPerMinute: 60,
  limitsInFlight: true,
  latency: latency / times,
});
let refused = 0;
const startedAt = clock().getTime();
const { numberOfRequests } = await runNight({
  home,
  url: demo.url,
  token: demo.token,
  isPaced: true,
  clock,
  sleep: (milliseconds) => sleep(milliseconds / times),
  log: (event) => {
    if (event.type === "warn" && event.message.includes("slow down")) refused += 1;
  },
});
const minutes = (clock().getTime() - startedAt) / 60_000;
const least = numberOfRequests / perMinute;
await demo.close();
rmSync(home, { recursive: true });
const ratio = minutes / least;
process.stdout.write(
  `${size}: ${numberOfRequests} requests in ${minutes.toFixed(1)} min; ${perMinute} a minute alone would take ${least.toFixed(1)} min: ` +
    `${ratio.toFixed(2)} times (at most ${most}), ${refused} times asked to slow down\n`,
);
process.exit(ratio > most ? 1 : 0);

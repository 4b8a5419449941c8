import { totalmem } from "node:os";
import { constrainedMemory } from "node:process";

const megabyte = 1_000_000;
/** What a night of 100,000 tasks needs; the whole program is to stay under 1.5 GB then. */
const leastMegabytes = 400;
/** Megabytes that the tables of a release take in memory for each megabyte of the compressed store. */
const growth = 5;

/**
 * Memory that DuckDB may take to build a release, as its setting memory_limit: grows with the store (bytes), for indexes and
 * rows in use cannot be spilled, up to half of what the machine (or the container) has.
 */
export function buildMemoryOf(storeBytes: number): string {
  const machine = Math.min(constrainedMemory() || Number.POSITIVE_INFINITY, totalmem());
  const wanted = Math.max(leastMegabytes, (growth * storeBytes) / megabyte);
  return `${Math.round(Math.min(wanted, Math.max(leastMegabytes, machine / megabyte / 2)))}MB`;
}

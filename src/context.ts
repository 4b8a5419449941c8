import type { Config } from "./config/read.ts";
import type { Log } from "./log.ts";

/** What a stage of a run is given. Clock, sleep and log are the only ways to the outside besides network and disk. */
export interface Context {
  readonly config: Config;
  readonly log: Log;
  readonly clock: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly run: Run;
}

/** One run of the nightly job, or of a stage of it. */
export interface Run {
  /** Names the run in every ledger; sortable, as in 20261116T020000Z-3f9a. */
  readonly runId: string;
  /** Number of the run in its store, from 1. */
  readonly seq: number;
  /** The run's instant, ISO. */
  readonly startedAt: string;
  /** As-of date, YYYY-MM-DD in the configured time zone. */
  readonly asOf: string;
}

import type { Environment } from "../config/read.ts";

/** The outside world as commands need it. `cli.ts` hands in the real one, tests their own. */
export interface Effects {
  readonly environment: Environment;
  /** Where relative paths of options start. */
  readonly directory: string;
  /** Results; ends up on stdout. */
  readonly out: (text: string) => void;
  /** Progress, logs and messages; ends up on stderr. */
  readonly err: (text: string) => void;
  /** Whether a person watches stderr: bars instead of JSON lines. */
  readonly isTerminal: boolean;
  readonly clock: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** For request jitter and run ids only; every number of a release comes from the seed. */
  readonly random: () => number;
  /** Peak resident memory of this process in megabytes. */
  readonly peakMemory: () => number;
  /** Resolves when the person ends a command that waits (Ctrl-C). */
  readonly interrupted: () => Promise<void>;
}

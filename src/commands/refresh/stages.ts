/** The stages of a night, in order. */
export const stages = ["extract", "transform", "report", "publish"] as const;
export type Stage = (typeof stages)[number];

/** What a run is asked to do. */
export interface RunRequest {
  readonly stages: readonly Stage[];
  readonly isFull: boolean;
  readonly isApplied: boolean;
  readonly isSent: boolean;
  /** Prints the page to PDF as well. */
  readonly isPrinted?: boolean;
  /** One address for a trial, instead of email.to. */
  readonly to?: string | undefined;
  /** The letter of a trial or preview, as its file is called; weekly where left out. */
  readonly letter?: string | undefined;
  /** File to which the letter is written as it would be sent. */
  readonly preview?: string | undefined;
  /** Sends again what may or may not have arrived. */
  readonly retryUnknown?: boolean;
  /** As-of date; today in the configured time zone where left out. */
  readonly today?: string | undefined;
}

/** Something that is newly missing, refused, undelivered, held or unexplained: exit code 2. */
export interface Problem {
  readonly stage: Stage;
  readonly what: string;
}

/** What Asana (or the network before it) answered instead of data. Carries no token and no body text beyond Asana's messages. */
export class AsanaError extends Error {
  override readonly name = "AsanaError";
  /** HTTP status; 0 where no answer came. */
  readonly status: number;
  readonly messages: readonly string[];
  /** Asana's phrase for its support, on 500 only. */
  readonly phrase: string | undefined;
  /** Seconds that Asana asks to wait. */
  readonly retryAfter: number | undefined;
  readonly path: string;
  /** True where a write may have happened although no answer came; read back before doing it again. */
  readonly isOutcomeUnknown: boolean;
  /** Why the network failed (ECONNRESET, …), or "html" and "truncated" for answers that are not Asana's JSON. */
  readonly code: string | undefined;

  constructor(facts: AsanaErrorFacts) {
    super(
      `${facts.method} ${facts.path}: ${facts.status || facts.code || "no answer"} ${facts.messages.join("; ")}`.trim(),
      {
        cause: facts.cause,
      },
    );
    this.status = facts.status;
    this.messages = facts.messages;
    this.phrase = facts.phrase;
    this.retryAfter = facts.retryAfter;
    this.path = facts.path;
    this.code = facts.code;
    this.isOutcomeUnknown = facts.isOutcomeUnknown ?? false;
  }
}

export interface AsanaErrorFacts {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly messages: readonly string[];
  readonly phrase?: string | undefined;
  readonly retryAfter?: number | undefined;
  readonly code?: string | undefined;
  readonly isOutcomeUnknown?: boolean;
  readonly cause?: unknown;
}

/** Proxies that lost patience with a request say nothing of what the server behind them did. */
const impatient: ReadonlySet<number> = new Set([408, 424, 499]);

/** Whether a write may have happened although the answer does not say so. */
export const mayHaveHappened = ({ isOutcomeUnknown, status }: AsanaError): boolean =>
  isOutcomeUnknown || status >= 500 || status === 0 || impatient.has(status);

/** True for the 400 that Asana gives for an offset older than about 15 minutes, or one that it does not know. */
export const isExpiredOffset = (error: unknown): boolean =>
  error instanceof AsanaError &&
  error.status === 400 &&
  error.messages.some((message) => /pagination token|^offset\b/i.test(message));

/** True for the 400 with which Asana cuts a listing that is too long even for paging. */
export const isTooLarge = (error: unknown): boolean =>
  error instanceof AsanaError &&
  error.status === 400 &&
  error.messages.some((message) => /too large|truncat/i.test(message));

/** True where the server has no such endpoint, as opposed to no such object: 501, 405, or a 404 for the route itself. */
export const isNotOffered = (error: unknown): boolean =>
  error instanceof AsanaError &&
  (error.status === 501 ||
    error.status === 405 ||
    (error.status === 404 &&
      (error.code === "html" || error.messages.some((message) => /matching route/i.test(message)))));

/** True where Asana does not know the object: 404, or 400 where a parameter names it. */
export const isUnknownObject = (error: unknown): boolean =>
  error instanceof AsanaError &&
  !isNotOffered(error) &&
  (error.status === 404 || (error.status === 400 && error.messages.some((message) => /unknown object/i.test(message))));

import { isLoopback } from "../config/loopback.ts";
import { UserError } from "../errors.ts";
import type { Log } from "../log.ts";
import { AsanaError } from "./errors.ts";
import { createLimiter, type Lane } from "./limiter.ts";
import { type Page, readPages } from "./pager.ts";
import { decideRetry } from "./retry.ts";
import { type AsanaRequest, createTransport, type Params, type Transport } from "./transport.ts";
import { assertFieldsPermitted, assertWritable } from "./writable.ts";

export type { Page } from "./pager.ts";
export type { Params } from "./transport.ts";

export interface AsanaOptions {
  readonly baseUrl: string;
  readonly accessToken: string;
  /** Default 1,500; ignored on loopback, where nothing limits. */
  readonly requestsPerMinute?: number | undefined;
  /** Most reads in flight; Asana takes 50. */
  readonly concurrency?: number;
  /** Milliseconds until an answer counts as lost. */
  readonly timeoutMilliseconds?: number;
  /** Paces also on loopback; for tests of the limits. */
  readonly pacedOnLoopback?: boolean;
  readonly clock: () => Date;
  readonly sleep: (milliseconds: number) => Promise<void>;
  readonly random: () => number;
  readonly log: Log;
  /** Refuses values of custom fields that `permitFields` was not told of. */
  readonly guardsFields?: boolean;
}

/** Asana behind one door: paced, retried, paged and counted. Throws AsanaError, or UserError where only the user can help. */
export interface Asana {
  readonly baseUrl: string;
  /** All pages of a listing, 100 rows each; `from` resumes at an offset that still lives. */
  list(path: string, params?: Params, from?: string): AsyncGenerator<Page>;
  /** The `data` of one object, or of a listing that cannot be paged. */
  get(path: string, params?: Params): Promise<unknown>;
  /** The `data` of a search: at most 100 rows, no order to trust. Goes its own, slower pace. */
  search(path: string, params?: Params): Promise<readonly Record<string, unknown>[]>;
  post(path: string, data: Readonly<Record<string, unknown>>, params?: Params): Promise<unknown>;
  put(path: string, data: Readonly<Record<string, unknown>>, params?: Params): Promise<unknown>;
  delete(path: string): Promise<void>;
  /** Lets values of these custom fields be written, where fields are guarded. */
  permitFields(gids: Iterable<string>): void;
  /** Requests sent through this handle, failed attempts included. */
  requests(): number;
  /** A handle that counts its own requests and shares everything else. */
  counted(): Asana;
  /** Share of the configured pace in use, 0.2 to 1. */
  pace(): number;
  close(): void;
}

const defaultRequestsPerMinute = 1_500;
const searchesPerMinute = 58;
const defaultTimeoutMilliseconds = 60_000;
const writesInFlight = 8;
const attemptsAtUnknownServer = 3;

export function createAsana(options: AsanaOptions): Asana {
  if (!options.accessToken) {
    throw new UserError(
      "ASANA_ACCESS_TOKEN is missing. Make a personal access token at https://app.asana.com/0/my-apps and set it in the environment.",
    );
  }
  const concurrency = options.concurrency ?? 25;
  const isPaced = options.pacedOnLoopback || !isLoopback(new URL(options.baseUrl));
  const transport = createTransport({
    baseUrl: options.baseUrl,
    accessToken: options.accessToken,
    timeoutMilliseconds: options.timeoutMilliseconds ?? defaultTimeoutMilliseconds,
    sockets: concurrency + writesInFlight,
  });
  const limiter = createLimiter({
    requestsPerMinute: isPaced ? (options.requestsPerMinute ?? defaultRequestsPerMinute) : undefined,
    searchesPerMinute: isPaced ? searchesPerMinute : undefined,
    reads: concurrency,
    writes: writesInFlight,
    clock: options.clock,
    sleep: options.sleep,
    random: options.random,
  });
  const line: Line = { options, transport, limiter, known: { answered: false, changes: new Set(), fields: new Set() } };
  return createHandle(line, []);
}

/** What all handles of one token share. */
interface Line {
  readonly options: AsanaOptions;
  readonly transport: Transport;
  readonly limiter: ReturnType<typeof createLimiter>;
  readonly known: { answered: boolean; readonly changes: Set<string>; readonly fields: Set<string> };
}

interface Counter {
  requests: number;
}

function createHandle(line: Line, parents: readonly Counter[]): Asana {
  const own: Counter = { requests: 0 };
  const counters = [...parents, own];
  const send = (lane: Lane, request: AsanaRequest) => sendWithRetry(line, counters, { lane, request });
  const write = (request: AsanaRequest) => {
    assertWritable(request.method, request.path, request.data);
    if (line.options.guardsFields) assertFieldsPermitted(request.data, line.known.fields);
    return send("write", request);
  };
  return {
    baseUrl: line.options.baseUrl,
    list: (path, params = {}, from) =>
      readPages((at, all) => send("read", { method: "GET", path: at, params: all, isList: true }), path, params, from),
    get: async (path, params) => (await send("read", { method: "GET", path, params })).data,
    search: async (path, params) =>
      (await send("search", { method: "GET", path, params, isList: true })).data as Record<string, unknown>[],
    post: async (path, data, params) => (await write({ method: "POST", path, data, params })).data,
    put: async (path, data, params) => (await write({ method: "PUT", path, data, params })).data,
    delete: async (path) => void (await write({ method: "DELETE", path })),
    permitFields: (gids) => {
      for (const gid of gids) line.known.fields.add(gid);
    },
    requests: () => own.requests,
    counted: () => createHandle(line, counters),
    pace: line.limiter.pace,
    close: line.transport.close,
  };
}

interface Sending {
  readonly lane: Lane;
  readonly request: AsanaRequest;
}

async function sendWithRetry(
  line: Line,
  counters: readonly Counter[],
  sending: Sending,
): Promise<Readonly<Record<string, unknown>>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await line.limiter.run(sending.lane, async () => {
        for (const counter of counters) counter.requests += 1;
        try {
          const answer = await line.transport.send(sending.request);
          line.known.answered = true;
          noteChanges(line, answer.changes);
          return answer.body;
        } catch (error) {
          // Inside the limiter's turn, so that nobody slips out between the answer and the pause.
          if (error instanceof AsanaError && error.status === 429)
            line.limiter.pause(pauseOf(line, sending, error, attempt));
          throw error;
        }
      });
    } catch (error) {
      if (!(error instanceof AsanaError)) throw error;
      await waitOrThrow(line, sending, error, attempt);
    }
  }
}

function pauseOf(line: Line, { request }: Sending, error: AsanaError, attempt: number): number {
  const decision = decideRetry(request.method, error, attempt, line.options.random);
  return decision.kind === "pause" ? decision.seconds : (error.retryAfter ?? 0);
}

async function waitOrThrow(line: Line, { request }: Sending, error: AsanaError, attempt: number): Promise<void> {
  if (error.status >= 400 && error.code !== "html") line.known.answered = true;
  const isStranger = !line.known.answered && attempt >= attemptsAtUnknownServer;
  const decision = isStranger
    ? { kind: "give-up" as const }
    : decideRetry(request.method, error, attempt, line.options.random);
  if (decision.kind === "give-up") throw finalError(line, request, error);
  const { log, sleep } = line.options;
  log({
    type: "warn",
    message:
      decision.kind === "pause"
        ? `Asana asks to slow down; nothing is sent for ${decision.seconds} s`
        : `Asana did not answer ${request.method} ${request.path} properly (${error.status || error.code}); trying again`,
    data: { status: error.status, attempt },
  });
  if (decision.kind === "wait") await sleep(decision.milliseconds);
}

/** Turns the failures that only the user can mend into one clear message. */
function finalError(line: Line, request: AsanaRequest, error: AsanaError): Error {
  const { baseUrl } = line.options;
  if (error.status === 401) {
    return new UserError(
      `Asana at ${baseUrl} does not accept the access token (401). Make a new personal access token at https://app.asana.com/0/my-apps and set ASANA_ACCESS_TOKEN.`,
    );
  }
  if (!line.known.answered && error.code === "html") {
    return new UserError(
      `${baseUrl} answers HTML, not Asana's API. Check ASANA_BASE_URL (Asana's own is https://app.asana.com/api/1.0), or the proxy between here and there.`,
    );
  }
  if (!line.known.answered && (error.status === 0 || error.status === 200)) {
    return new UserError(
      `${baseUrl} cannot be reached as Asana's API (${error.code ?? error.messages[0]}). Check the network and ASANA_BASE_URL, then run the command again.`,
    );
  }
  if (request.method === "GET" || error.status >= 400) return error;
  return new AsanaError({ ...error, method: request.method, isOutcomeUnknown: error.code !== "ECONNREFUSED" });
}

function noteChanges(line: Line, changes: readonly string[]): void {
  for (const change of changes) {
    if (line.known.changes.has(change)) continue;
    line.known.changes.add(change);
    line.options.log({ type: "warn", message: `Asana announces a change that affects this program: ${change}` });
  }
}

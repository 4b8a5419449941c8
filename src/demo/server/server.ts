import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { World } from "../world/world.ts";
import { answerer } from "./answer.ts";
import type { Abilities } from "./call.ts";
import { errorBody, texts } from "./errors.ts";
import { createMischief, type Faults } from "./faults.ts";
import type { LimitOptions } from "./limits.ts";
import { answerAt, pageAt } from "./page/page.ts";
import { type Reply, send } from "./send.ts";

export interface ServerOptions extends LimitOptions {
  readonly world: World;
  readonly token: string;
  readonly abilities: Abilities;
  readonly clock: () => Date;
  readonly port: number;
  /** Seconds that an offset lives. */
  readonly offsetLife: number;
  /** Rows after which a listing is cut, by operation. */
  readonly longestListing: Readonly<Record<string, number>>;
  /** Statuses by operation that are answered instead of the truth, such as {getBudgets: 403}. */
  readonly refuse: Readonly<Record<string, number>>;
  readonly faults: Faults | null;
  /** Whether more than 50 reads or 15 writes in flight are refused. */
  readonly limitsInFlight: boolean;
  /** Milliseconds before each answer, so that requests are in flight together. */
  readonly latency: number;
}

/** How often each operation of Asana's document was called; refused calls count. */
export interface Requests {
  readonly total: number;
  readonly byOperation: Readonly<Record<string, number>>;
}

export interface RunningServer {
  readonly url: string;
  readonly requests: () => Requests;
  readonly close: () => Promise<void>;
}

/** Serves the world on loopback the way Asana serves a workspace. */
export async function serve(options: ServerOptions): Promise<RunningServer> {
  const counts = new Map<string, number>();
  const mischief = options.faults === null ? null : createMischief(options.faults);
  const answer = answerer(options, mischief, (operation) => counts.set(operation, (counts.get(operation) ?? 0) + 1));
  const inFlight = options.limitsInFlight ? createInFlight() : () => true;
  const server = createServer((request, response) => {
    const page = request.method === "GET" ? pageAt(options.world, request.url ?? "/") : null;
    if (request.method === "POST" && request.url?.startsWith("/page/")) {
      void answerOnPage(options, request, response);
      return;
    }
    if (page !== null) {
      response.writeHead(page.status, PAGE_HEADERS).end(page.html);
      return;
    }
    const isAdmitted = inFlight(request.method ?? "GET", response);
    void receive(request)
      .then((body) => (isAdmitted ? answer(request, body) : TOO_MANY))
      .then(async (reply) => {
        if (options.latency > 0) await setTimeout(options.latency);
        send(response, reply, mischief?.stallSeconds ?? 0);
      })
      .catch(() => response.destroy());
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(options.port, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => ({
      total: [...counts.values()].reduce((a, b) => a + b, 0),
      byOperation: Object.fromEntries(counts),
    }),
    close: () => stop(server),
  };
}

/** An answer to an approval, given on its page; only from that page itself. */
async function answerOnPage({ world, clock }: ServerOptions, request: IncomingMessage, response: ServerResponse) {
  const isOwn = request.headers.origin === `http://${request.headers.host}`;
  const body = await receive(request).catch(() => "");
  const page = isOwn ? answerAt(world, request.url ?? "", { body, at: clock().toISOString() }) : null;
  if (page) response.writeHead(page.status, { location: page.location }).end();
  else response.writeHead(400, PAGE_HEADERS).end("That cannot be answered here.");
}

const MOST_IN_FLIGHT = { reads: 50, writes: 15 };
const TOO_MANY: Reply = { status: 429, body: errorBody(429, texts.rateLimit), retryAfter: 1 };

/** Counts reads and writes until they are answered; tells whether there was room for one more. */
function createInFlight(): (method: string, response: ServerResponse) => boolean {
  const now = { reads: 0, writes: 0 };
  return (method, response) => {
    const kind = method === "GET" ? "reads" : "writes";
    now[kind] += 1;
    response.once("close", () => {
      now[kind] -= 1;
    });
    return now[kind] <= MOST_IN_FLIGHT[kind];
  };
}

/** Nothing but the page itself may run or load, whatever stands in names and notes. */
const PAGE_HEADERS = {
  "content-type": "text/html; charset=UTF-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
};

function stop(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  return closed;
}

async function receive(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { World } from "../world/world.ts";
import { answerer } from "./answer.ts";
import type { Abilities } from "./call.ts";
import { createMischief, type Faults } from "./faults.ts";
import type { LimitOptions } from "./limits.ts";
import { pageAt } from "./page/page.ts";
import { send } from "./send.ts";

export interface ServerOptions extends LimitOptions {
  readonly world: World;
  readonly token: string;
  readonly abilities: Abilities;
  readonly clock: () => Date;
  readonly port: number;
  /** Seconds that an offset lives. */
  readonly offsetLife: number;
  /** Statuses by operation that are answered instead of the truth, such as {getBudgets: 403}. */
  readonly refuse: Readonly<Record<string, number>>;
  readonly faults: Faults | null;
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
  const server = createServer((request, response) => {
    const page = pageAt(options.world, request.url ?? "/");
    if (page !== null) {
      response.writeHead(page.status, PAGE_HEADERS).end(page.html);
      return;
    }
    void receive(request)
      .then((body) => answer(request, body))
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

/** Nothing but the page itself may run or load, whatever stands in names and notes. */
const PAGE_HEADERS = {
  "content-type": "text/html; charset=UTF-8",
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
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

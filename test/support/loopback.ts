import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Loopback {
  readonly url: string;
  readonly requests: readonly { readonly method: string; readonly path: string; readonly query: URLSearchParams }[];
  readonly sockets: () => number;
  close(): Promise<void>;
}

export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly query: URLSearchParams;
  /** Number of this request, from 1. */
  readonly n: number;
  /** Answers JSON. */
  json(body: unknown, status?: number, headers?: Readonly<Record<string, string>>): void;
}

/** A real HTTP server on this machine that answers as a test says. */
export async function loopback(answer: (exchange: Exchange) => void): Promise<Loopback> {
  const requests: Loopback["requests"][number][] = [];
  let sockets = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://loopback");
    const path = url.pathname.replace(/^\/api\/1\.0/, "");
    requests.push({ method: request.method ?? "", path, query: url.searchParams });
    const json: Exchange["json"] = (body, status = 200, headers = {}) => {
      response.writeHead(status, { "content-type": "application/json; charset=UTF-8", ...headers });
      response.end(JSON.stringify(body));
    };
    request.resume();
    answer({ request, response, path, query: url.searchParams, n: requests.length, json });
  });
  server.on("connection", () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    sockets: () => sockets,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

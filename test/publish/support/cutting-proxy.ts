import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly requestBody: unknown;
  readonly status: number;
  readonly responseBody: unknown;
}

export interface CuttingProxy {
  readonly url: string;
  readonly exchanges: readonly Exchange[];
  /** Paths of all requests, from the moment of their arrival. */
  readonly arrivals: readonly string[];
  /** For each route, lets the server act on the next such request, and then breaks the connection before the answer. */
  cutOnce(method: string, routes: readonly RegExp[]): void;
  /** Runs before a write is passed on. */
  beforeWrite(act: ((method: string, path: string) => void | Promise<void>) | undefined): void;
  /** Runs after the server acted on a write and before the answer; true loses the answer. */
  afterWrite(act: (() => boolean) | undefined): void;
  close(): Promise<void>;
}

const isWrite = (method: string): boolean => method !== "GET";

/** A loopback proxy that records what passes and can lose answers on purpose. */
export async function startCuttingProxy(target: string): Promise<CuttingProxy> {
  const exchanges: Exchange[] = [];
  const cuts: { method: string; route: RegExp }[] = [];
  let loses: (() => boolean) | undefined;
  const arrivals: string[] = [];
  let act: ((method: string, path: string) => void | Promise<void>) | undefined;
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const method = request.method ?? "GET";
    const url = new URL(request.url ?? "/", target);
    arrivals.push(url.pathname);
    if (isWrite(method)) await act?.(method, url.pathname);
    const { host: _host, connection: _connection, "content-length": _length, ...headers } = request.headers;
    const answer = await fetch(url, {
      method,
      headers: headers as Record<string, string>,
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const text = await answer.text();
    exchanges.push({
      method,
      path: url.pathname,
      query: url.search.slice(1),
      requestBody: parse(Buffer.concat(chunks).toString()),
      status: answer.status,
      responseBody: parse(text),
    });
    if (isWrite(method) && loses?.()) {
      request.socket.destroy();
      return;
    }
    const cut = cuts.findIndex((item) => item.method === method && item.route.test(url.pathname));
    if (cut >= 0) {
      cuts.splice(cut, 1);
      request.socket.destroy();
      return;
    }
    const retryAfter = answer.headers.get("retry-after");
    response.writeHead(answer.status, {
      "content-type": answer.headers.get("content-type") ?? "application/json",
      ...(retryAfter ? { "retry-after": retryAfter } : {}),
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exchanges,
    arrivals,
    cutOnce: (method, routes) => {
      cuts.push(...routes.map((route) => ({ method, route })));
    },
    beforeWrite: (given) => {
      act = given;
    },
    afterWrite: (given) => {
      loses = given;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

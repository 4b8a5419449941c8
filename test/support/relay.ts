import { request as send } from "node:http";
import { type Exchange, type Loopback, loopback } from "./loopback.ts";

/** Answers a request itself, changes its query and answers undefined, or leaves it alone. */
export type Meddle = (exchange: Exchange) => { readonly status: number; readonly body: unknown } | undefined;

/** A server before another one, which passes on what `meddle` does not answer. */
export const relay = (target: string, meddle: Meddle): Promise<Loopback> =>
  loopback((exchange) => {
    const { request, response, path, query } = exchange;
    const own = meddle(exchange);
    if (own) return exchange.json(own.body, own.status);
    const url = new URL(`/api/1.0${path}?${query}`, target);
    const onward = send(url, { method: request.method ?? "GET", headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });

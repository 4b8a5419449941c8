import type { ServerResponse } from "node:http";
import { setTimeout } from "node:timers/promises";
import type { Mishap } from "./faults.ts";

/** What goes back to the caller, and how it goes wrong on the way. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: number | undefined;
  readonly mishap?: Mishap | null;
}

const PAGE = "<!doctype html><html><title>Please wait</title><body>The site will be back soon.</body></html>";

/** Sends a reply as JSON, or spoils it as its mishap says. */
export function send(
  response: ServerResponse,
  { status, body, retryAfter, mishap }: Reply,
  stallSeconds: number,
): void {
  if (mishap === "reset" || mishap === "lost") {
    response.socket?.resetAndDestroy();
    return;
  }
  if (mishap === "stall") {
    void setTimeout(stallSeconds * 1_000, undefined, { ref: false }).then(() => response.destroy());
    return;
  }
  const text = Buffer.from(mishap === "html" ? PAGE : JSON.stringify(body));
  const sent =
    mishap === "truncate" ? text.subarray(0, text.length >> 1) : mishap === "length" ? text.subarray(0, -7) : text;
  response.writeHead(status, {
    "content-type": mishap === "html" ? "text/html; charset=UTF-8" : "application/json; charset=UTF-8",
    "content-length": mishap === "length" ? sent.byteLength : text.byteLength,
    ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
  });
  if (mishap === "truncate") response.write(sent, () => response.destroy());
  else response.end(sent);
}

import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type ServerResponse, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startDemo } from "../../src/demo/start.ts";
import { runNight, shortHistory } from "../support/demo-store.ts";
import { differences } from "./truth.ts";

type Fault = (response: ServerResponse) => void;

const asJson = { "content-type": "application/json; charset=UTF-8" };

/** What goes wrong between Asana and here, each in place of a proper answer. */
const faults: readonly Fault[] = [
  (response) =>
    response
      .writeHead(500, asJson)
      .end('{"errors":[{"message":"Server error","phrase":"9 calm otters read quietly"}]}'),
  (response) => response.writeHead(502, { "content-type": "text/html" }).end("<html>Bad gateway</html>"),
  (response) => response.writeHead(503).end(),
  (response) => response.writeHead(504).end("upstream timed out"),
  (response) => response.socket?.destroy(),
  (response) => response.writeHead(200, asJson).end('{"data":[{"gid":"12'),
  (response) => response.writeHead(200, { "content-type": "text/html" }).end("<html>Please sign in</html>"),
  (response) => {
    response.writeHead(200, { ...asJson, "content-length": "5000" }).write('{"data":[]');
    response.socket?.end();
  },
  (response) => response.writeHead(429, { ...asJson, "retry-after": "1" }).end('{"errors":[{"message":"Slow down"}]}'),
];

it("brings the right rows home though one answer in twelve goes wrong", async () => {
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const demo = await startDemo({ tasks: 60 });
  let n = 0;
  const relay = createServer((incoming, outgoing) => {
    n += 1;
    incoming.resume();
    if (n % 12 === 5) return void faults[Math.floor(n / 12) % faults.length]!(outgoing);
    send(new URL(incoming.url ?? "/", demo.url), { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    }).end();
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  const night = await runNight(
    { home, url, token: demo.token, set: [shortHistory], sleep: async () => {} },
    async ({ summary, store }) => ({
      differences: await differences(demo.world, store),
      bad: summary.sources.filter(({ state }) => state !== "ok" && state !== "off"),
      proofs: summary.sources
        .filter(({ isExplained }) => isExplained !== undefined)
        .map(({ source, isExplained }) => ({ source, isExplained })),
    }),
  );
  relay.closeAllConnections();
  relay.close();
  await demo.close();
  rmSync(home, { recursive: true });
  expect(night.differences).toEqual([]);
  expect(night.bad).toEqual([]);
  expect(night.proofs).toEqual([
    { source: "subtasks", isExplained: true },
    { source: "time_entries", isExplained: true },
  ]);
});

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, request as send } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, it } from "vitest";
import { startDemo } from "../../src/demo/start.ts";
import { contractExceptions } from "../support/contract-exceptions.ts";
import { runNight, shortHistory } from "../support/demo-store.ts";

interface Violation {
  readonly rule: string;
  readonly message: string;
}

interface Contract {
  match(method: string, path: string): { readonly operationId: string } | null;
  checkRequest(request: { method: string; path: string; query: string; headers: object }): Violation[];
}

const contractFile = path.join(import.meta.dirname, "..", "..", "..", "shared", "asana-contract", "contract.mjs");

it.skipIf(!existsSync(contractFile))("asks Asana nothing that its document does not allow", async () => {
  const { loadContract } = (await import(contractFile)) as { loadContract(): Contract };
  const contract = loadContract();
  const home = mkdtempSync(path.join(tmpdir(), "plimsoll-"));
  const demo = await startDemo({ tasks: 40 });
  const cut = await startDemo({
    company: demo,
    longestListing: { getProjects: 5, getTasks: 5, getAllocations: 3, getTimeTrackingEntries: 4 },
  });
  let target = demo.url;
  const found = new Set<string>();
  const relay = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? "/", target);
    const method = incoming.method ?? "GET";
    const exchange = { method, path: url.pathname, query: url.search, headers: incoming.headers };
    const operation = contract.match(method, url.pathname)?.operationId ?? "unknown";
    for (const violation of contract.checkRequest(exchange)) {
      if (!isException(operation, violation)) found.add(`${operation}: ${violation.rule}: ${violation.message}`);
    }
    // As for every token but a service account's, so that portfolios inside others are asked for one by one.
    if (url.pathname.endsWith("/portfolios") && !url.searchParams.has("owner")) {
      outgoing.writeHead(400, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ errors: [{ message: "owner: Missing input" }] }));
      return;
    }
    const onward = send(url, { method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => relay.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(relay.address() as AddressInfo).port}`;
  const everything = [shortHistory, "extract.stories=true", "extract.attachments=true", "extract.project_briefs=true"];
  const [project] = demo.world.projects.values();
  const portfolios = [...demo.world.portfolios.values()];
  const outer = portfolios.find(({ owner }) => owner === demo.world.me)!;
  const item = portfolios.find(({ owner }) => owner !== demo.world.me)!;
  outer.items.push({ gid: demo.world.gid(), portfolio: outer, item });
  project!.brief = { gid: demo.world.gid(), project: project!, title: "Why", text: "Because" };
  await runNight({ home, url, token: demo.token, set: everything });
  await runNight({ home, url, token: demo.token, set: [shortHistory, "extract.rotate=always"] });
  target = cut.url;
  await runNight({ home, url, token: demo.token, set: [shortHistory] });
  relay.closeAllConnections();
  relay.close();
  await cut.close();
  await demo.close();
  rmSync(home, { recursive: true });
  expect([...found]).toEqual([]);
});

const isException = (operation: string, { rule, message }: Violation): boolean =>
  rule === "opt-fields-unlisted" &&
  (contractExceptions[operation] ?? []).some((field) => message.startsWith(`${field} `));

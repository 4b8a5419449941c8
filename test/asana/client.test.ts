import { afterEach, describe, expect, it } from "vitest";
import { type Asana, type AsanaOptions, createAsana } from "../../src/asana/client.ts";
import type { AsanaError } from "../../src/asana/errors.ts";
import { UserError } from "../../src/errors.ts";
import type { LogEvent } from "../../src/log.ts";
import { type Exchange, type Loopback, loopback } from "../support/loopback.ts";

const token = "1/secret-token";
const opened: { close(): unknown }[] = [];

afterEach(async () => {
  for (const item of opened.splice(0)) await item.close();
});

interface Setting {
  readonly asana: Asana;
  readonly server: Loopback;
  readonly slept: number[];
  readonly events: LogEvent[];
}

/** Time passes only while something sleeps. */
async function setUp(answer: (exchange: Exchange) => void, options: Partial<AsanaOptions> = {}): Promise<Setting> {
  const server = await loopback(answer);
  const slept: number[] = [];
  const events: LogEvent[] = [];
  let now = Date.parse("2026-11-16T06:00:00Z");
  const asana = createAsana({
    baseUrl: `${server.url}/api/1.0`,
    accessToken: token,
    clock: () => new Date(now),
    sleep: async (milliseconds) => {
      slept.push(milliseconds);
      now += milliseconds;
    },
    random: () => 0.5,
    log: (event) => events.push(event),
    ...options,
  });
  opened.push(asana, server);
  return { asana, server, slept, events };
}

async function all(asana: Asana, path: string, params = {}): Promise<string[]> {
  const gids: string[] = [];
  for await (const page of asana.list(path, params)) gids.push(...page.rows.map((row) => String(row.gid)));
  return gids;
}

const page = (gids: readonly string[], offset: string | null) => ({
  data: gids.map((gid) => ({ gid })),
  next_page: offset ? { offset, path: "/x", uri: "https://app.asana.com/x" } : null,
});

it("asks again where Asana answers nothing in place of rows or of an object", async () => {
  const { asana, server } = await setUp(({ n, json }) => {
    if (n % 2 === 1) json({ data: n === 5 ? { gid: "1" } : null });
    else json(n === 2 ? page(["1"], null) : { data: n === 4 ? { gid: "2" } : [{ gid: "3" }] });
  });
  expect(await all(asana, "/tasks")).toEqual(["1"]);
  expect(await asana.get("/tasks/2")).toEqual({ gid: "2" });
  expect(await asana.search("/workspaces/1/tasks/search")).toEqual([{ gid: "3" }]);
  expect(server.requests).toHaveLength(6);
});

it("reads half a character, which JSON may escape and UTF-8 cannot hold, as U+FFFD", async () => {
  const texts = ['"cut \\ud83d"', '"\\uDE00 cut"', '"whole \\ud83d\\ude00"', '"said \\\\ud83d"'];
  const { asana } = await setUp(({ response }) => {
    response.setHeader("content-type", "application/json");
    response.end(`{"data": [${texts.join(", ")}]}`);
  });
  expect(await asana.get("/x")).toEqual(["cut \ufffd", "\ufffd cut", "whole 😀", "said \\ud83d"]);
});

describe("listings", () => {
  it("go on after an empty page that names a next one", async () => {
    const { asana } = await setUp(({ query, json }) => {
      if (!query.has("offset")) json(page(["1"], "a"));
      else if (query.get("offset") === "a") json(page([], "b"));
      else json(page(["2"], null));
    });
    expect(await all(asana, "/tags")).toEqual(["1", "2"]);
  });

  it("ask for a hundred rows, and leave the caller's params alone", async () => {
    const { asana, server } = await setUp(({ query, json }) => json(page(["1"], query.has("offset") ? null : "a")));
    const params = Object.freeze({ workspace: "9" });
    await all(asana, "/tags", params);
    expect(server.requests.map(({ query }) => query.toString())).toEqual([
      "workspace=9&limit=100",
      "workspace=9&limit=100&offset=a",
    ]);
  });

  it("give each gid once though pages overlap", async () => {
    const { asana } = await setUp(({ query, json }) =>
      json(query.has("offset") ? page(["2", "3"], null) : page(["1", "2"], "a")),
    );
    expect(await all(asana, "/tags")).toEqual(["1", "2", "3"]);
  });

  it("begin anew when the offset has expired", async () => {
    let hasExpired = false;
    const { asana } = await setUp(({ query, json }) => {
      if (!query.has("offset")) return json(page(["1", "2"], "a"));
      if (hasExpired) return json(page(["3"], null));
      hasExpired = true;
      json({ errors: [{ message: "offset: Your pagination token has expired." }] }, 400);
    });
    expect(await all(asana, "/tags")).toEqual(["1", "2", "3"]);
  });

  it("keep one connection for requests in a row", async () => {
    const { asana, server } = await setUp(({ n, json }) => json(page([String(n)], n < 10 ? String(n) : null)));
    expect(await all(asana, "/tags")).toHaveLength(10);
    expect(server.sockets()).toBe(1);
  });
});

describe("trouble", () => {
  it("is tried again after 500, a reset, a broken body and HTML", async () => {
    const { asana, server } = await setUp(({ n, json, response, request }) => {
      if (n === 1) return json({ data: { gid: "0" } });
      if (n === 2) return json({ errors: [{ message: "Oops", phrase: "6 sad squid snuggle softly" }] }, 500);
      if (n === 3) return void request.socket.destroy();
      if (n === 4) return void response.writeHead(200, { "content-type": "application/json" }).end('{"data": {"gid"');
      if (n === 5)
        return void response.writeHead(200, { "content-type": "text/html" }).end("<html>Just a moment</html>");
      json({ data: { gid: "7" } });
    });
    await asana.get("/tasks/0");
    expect(await asana.get("/tasks/7")).toEqual({ gid: "7" });
    expect(server.requests).toHaveLength(6);
    expect(asana.requests()).toBe(6);
  });

  it("waits as long as Retry-After says, and sends nothing before", async () => {
    const { asana, slept } = await setUp(({ n, json }) =>
      n === 1 ? json({ errors: [{ message: "Slow down" }] }, 429, { "retry-after": "17" }) : json({ data: {} }),
    );
    await asana.get("/users/me");
    expect(Math.max(...slept)).toBeGreaterThanOrEqual(17_000);
  });

  it("waits half a minute where a 429 says nothing", async () => {
    const { asana, slept } = await setUp(({ n, json }) => (n === 1 ? json({ errors: [] }, 429) : json({ data: {} })));
    await asana.get("/users/me");
    expect(Math.max(...slept)).toBeGreaterThanOrEqual(30_000);
  });

  it("does not repeat a POST that failed on the way, and says that its outcome is unknown", async () => {
    const { asana, server } = await setUp(({ request }) => void request.socket.destroy());
    await asana.get("/users/me").catch(() => {});
    const before = server.requests.length;
    await expect(asana.post("/tasks", { name: "Review" })).rejects.toThrow();
    expect(server.requests.length - before).toBe(1);
  });

  it("repeats a POST that was refused with 429", async () => {
    const { asana, server } = await setUp(({ n, json }) =>
      n === 1 ? json({ errors: [] }, 429, { "retry-after": "1" }) : json({ data: { gid: "5" } }, 201),
    );
    expect(await asana.post("/tasks", { name: "Review", workspace: "9" })).toEqual({ gid: "5" });
    expect(server.requests).toHaveLength(2);
  });

  it.each([400, 402, 403, 404])("is not tried again after %i", async (status) => {
    const { asana, server } = await setUp(({ json }) => json({ errors: [{ message: "No." }] }, status));
    const error = await asana.get("/budgets").catch((caught: unknown) => caught as AsanaError);
    expect(error).toMatchObject({ name: "AsanaError", status, messages: ["No."], path: "/budgets" });
    expect(server.requests).toHaveLength(1);
  });

  it("keeps the token out of errors", async () => {
    const { asana } = await setUp(({ json }) => json({ errors: [{ message: `Bad token ${token}` }] }, 403));
    const error = await asana.get("/tags").catch((caught: unknown) => caught as Error);
    expect(JSON.stringify(error) + String(error)).not.toContain(token);
  });
});

describe("what only the user can mend", () => {
  it("is a token that Asana refuses", async () => {
    const { asana } = await setUp(({ json }) => json({ errors: [{ message: "Not Authorized" }] }, 401));
    await expect(asana.get("/users/me")).rejects.toThrow(UserError);
    await expect(asana.get("/users/me")).rejects.toThrow(/ASANA_ACCESS_TOKEN/);
  });

  it.each([200, 404, 503])("is an address that answers HTML (%i)", async (status) => {
    const { asana } = await setUp(
      ({ response }) => void response.writeHead(status, { "content-type": "text/html" }).end("<html></html>"),
    );
    await expect(asana.get("/users/me")).rejects.toThrow(/answers HTML, not Asana's API/);
  });

  it("is an address where nobody listens", async () => {
    const { asana, server } = await setUp(() => {});
    await server.close();
    await expect(asana.get("/users/me")).rejects.toThrow(/cannot be reached/);
  });

  it("is a missing token", async () => {
    await expect(setUp(() => {}, { accessToken: "" })).rejects.toThrow(/ASANA_ACCESS_TOKEN is missing/);
  });
});

describe("writes", () => {
  it("refuse what is not on the list, before anything is sent", async () => {
    const { asana, server } = await setUp(({ json }) => json({ data: {} }));
    await expect(asana.post("/webhooks", { resource: "1" })).rejects.toThrow(/not on the list/);
    await expect(asana.put("/tasks/1", { liked: true })).rejects.toThrow(/liked/);
    await expect(asana.delete("/workspaces/1")).rejects.toThrow(/not on the list/);
    expect(server.requests).toHaveLength(0);
  });
});

describe("the pace", () => {
  it("spreads requests over the minute", async () => {
    const { asana, slept } = await setUp(({ json }) => json({ data: {} }), {
      requestsPerMinute: 60,
      pacedOnLoopback: true,
    });
    for (let n = 0; n < 30; n++) await asana.get("/users/me");
    const total = slept.reduce((sum, milliseconds) => sum + milliseconds, 0);
    expect(total).toBeGreaterThan(28_000);
    expect(total).toBeLessThan(33_000);
  });

  it("slows down after repeated 429 and comes back when all is quiet", async () => {
    const { asana } = await setUp(
      ({ n, json }) => (n % 2 && n < 8 ? json({ errors: [] }, 429, { "retry-after": "1" }) : json({ data: {} })),
      {
        requestsPerMinute: 600,
        pacedOnLoopback: true,
      },
    );
    for (let n = 0; n < 4; n++) await asana.get("/users/me");
    const slow = asana.pace();
    expect(slow).toBeLessThan(0.8);
    for (let n = 0; n < 600; n++) await asana.get("/users/me");
    expect(asana.pace()).toBe(1);
  });

  it("keeps no more reads in flight than allowed", async () => {
    let inFlight = 0;
    let most = 0;
    const { asana } = await setUp(
      ({ json }) => {
        inFlight += 1;
        most = Math.max(most, inFlight);
        setTimeout(() => {
          inFlight -= 1;
          json({ data: {} });
        }, 5);
      },
      { concurrency: 4 },
    );
    await Promise.all(Array.from({ length: 20 }, () => asana.get("/users/me")));
    expect(most).toBe(4);
  });
});

it("names a deprecation once", async () => {
  const change = "name=new_user_task_lists;info=https://asana.com;affected=true";
  const { asana, events } = await setUp(({ json }) => json({ data: {} }, 200, { "asana-change": change }));
  await asana.get("/users/me");
  await asana.get("/users/me");
  expect(events.filter((event) => event.type === "warn")).toHaveLength(1);
});

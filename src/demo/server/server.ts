import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import type { World } from "../world/world.ts";
import type { Abilities, Call } from "./call.ts";
import { badRequest, errorBody, Refusal, texts } from "./errors.ts";
import { createMischief, type Faults, type Mischief, type Mishap } from "./faults.ts";
import { createLimits, type LimitOptions } from "./limits.ts";
import { needPlan } from "./plans.ts";
import { bodyOf } from "./respond.ts";
import { createRouter } from "./router.ts";
import { peopleRoutes } from "./routes/people.ts";
import { projectRoutes } from "./routes/projects.ts";
import { taskRoutes } from "./routes/tasks.ts";
import { timeRoutes } from "./routes/time.ts";
import { fieldWrites } from "./routes/write-fields.ts";
import { projectWrites } from "./routes/write-projects.ts";
import { taskWrites } from "./routes/write-tasks.ts";
import { timeWrites } from "./routes/write-time.ts";
import { viewsOf } from "./views.ts";

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

interface Reply {
  readonly status: number;
  readonly body: unknown;
  readonly retryAfter?: number | undefined;
  readonly mishap?: Mishap | null;
}

/** Serves the world on loopback the way Asana serves a workspace. */
export async function serve(options: ServerOptions): Promise<RunningServer> {
  const counts = new Map<string, number>();
  const mischief = options.faults === null ? null : createMischief(options.faults);
  const answer = answerer(options, counts, mischief);
  const server = createServer((request, response) => {
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

function answerer(
  options: ServerOptions,
  counts: Map<string, number>,
  mischief: Mischief | null,
): (request: IncomingMessage, body: string) => Reply {
  const views = viewsOf(options.abilities);
  const route = createRouter([
    ...peopleRoutes(views),
    ...projectRoutes(views),
    ...taskRoutes(views),
    ...timeRoutes(views),
    ...taskWrites(views),
    ...projectWrites(views),
    ...fieldWrites(views),
    ...timeWrites(views),
  ]);
  const limits = createLimits(options);
  return (request, body) => {
    try {
      return reply(request, body);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { status: error.status, body: errorBody(error.status, error.message), retryAfter: error.retryAfter };
    }
  };

  function reply(request: IncomingMessage, body: string): Reply {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.replace(/^\/api\/1\.0(?=\/)/, "");
    const method = request.method ?? "GET";
    const { route: found, params } = route(method, path);
    counts.set(found.id, (counts.get(found.id) ?? 0) + 1);
    const now = options.clock();
    limits.admit({ isSearch: found.feature === "search", now });
    if (request.headers.authorization !== `Bearer ${options.token}`) throw new Refusal(401, texts.notAuthorized);
    const mishap = mischief?.meet({ route: found, path, query: url.searchParams }) ?? null;
    // A request whose connection breaks before the server has acted is not acted upon.
    if (mishap === "reset" && method !== "GET") return { status: 500, body: {}, mishap };
    const refusal = options.refuse[found.id];
    if (refusal !== undefined) throw new Refusal(refusal, REFUSED[refusal] ?? "Server Error");
    needPlan(options.abilities.plan, found);
    const { data, fields } = parseBody(body, method);
    const call: Call = {
      world: options.world,
      abilities: options.abilities,
      params,
      query: url.searchParams,
      data,
      now,
      actor: { by: options.world.me, at: now.toISOString() },
    };
    const answer = found.answer(call);
    const asked = {
      path,
      query: url.searchParams,
      now,
      offsetLife: options.offsetLife,
      baseUrl: `http://${request.headers.host}/api/1.0`,
    };
    const status = answer.kind === "record" ? (answer.status ?? 200) : 200;
    const answered = bodyOf(answer, asked, fields ?? url.searchParams.get("opt_fields"));
    mischief?.spoil(answered, listingOf(path, url.searchParams));
    return { status, body: answered, mishap };
  }
}

const REFUSED: Readonly<Record<number, string>> = {
  402: "This feature is not available on your current plan.",
  403: texts.noAccess,
  404: "Not Found",
};

function parseBody(text: string, method: string): { data: Record<string, unknown>; fields: string | null } {
  if (method === "GET" || method === "DELETE" || text === "") return { data: {}, fields: null };
  const body = parseJson(text);
  if (!isRecord(body)) throw badRequest("Could not parse request data, invalid JSON");
  for (const key of Object.keys(body)) {
    if (key !== "data" && key !== "options") throw badRequest(`Unrecognized request field: ${key}`);
  }
  if (!isRecord(body.data)) throw badRequest("data: Missing input");
  const fields = isRecord(body.options) ? body.options.fields : undefined;
  return {
    data: body.data,
    fields: fields === undefined ? null : Array.isArray(fields) ? fields.join(",") : String(fields),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("Could not parse request data, invalid JSON");
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** A listing apart from where in it one is. */
function listingOf(path: string, query: URLSearchParams): string {
  const filters = [...query].filter(([name]) => name !== "offset").map(([name, value]) => `${name}=${value}`);
  return `${path}?${filters.sort().join("&")}`;
}

const PAGE = "<!doctype html><html><title>Please wait</title><body>The site will be back soon.</body></html>";

function send(response: ServerResponse, { status, body, retryAfter, mishap }: Reply, stallSeconds: number): void {
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

import type { IncomingMessage } from "node:http";
import type { Abilities, Call, Route } from "./call.ts";
import { errorBody, Refusal, texts } from "./errors.ts";
import type { Mischief } from "./faults.ts";
import { createLimits } from "./limits.ts";
import { needPlan } from "./plans.ts";
import { parseBody } from "./request-body.ts";
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
import type { Reply } from "./send.ts";
import type { ServerOptions } from "./server.ts";
import { viewsOf } from "./views.ts";

export type Answerer = (request: IncomingMessage, body: string) => Reply;

/** Every operation that is served. */
export function routesOf(abilities: Abilities): Route[] {
  const views = viewsOf(abilities);
  const reads = [peopleRoutes, projectRoutes, taskRoutes, timeRoutes];
  const writes = [taskWrites, projectWrites, fieldWrites, timeWrites];
  return [...reads, ...writes].flatMap((routes) => routes(views));
}

/** Answers requests one at a time; `count` hears of every operation that is called, refused ones too. */
export function answerer(
  options: ServerOptions,
  mischief: Mischief | null,
  count: (operation: string) => void,
): Answerer {
  const route = createRouter(routesOf(options.abilities));
  const limits = createLimits(options);
  return (request, body) => {
    try {
      return reply(request, body);
    } catch (error) {
      if (error instanceof Refusal) {
        return { status: error.status, body: errorBody(error.status, error.message), retryAfter: error.retryAfter };
      }
      // A mistake of this stand-in looks like one of Asana's: an answer is owed either way.
      return { status: 500, body: errorBody(500, `Server Error: ${String(error)}`) };
    }
  };

  function reply(request: IncomingMessage, body: string): Reply {
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    const path = url.pathname.replace(/^\/api\/1\.0(?=\/)/, "");
    const method = request.method ?? "GET";
    const { route: found, params } = route(method, path);
    count(found.id);
    const now = options.clock();
    limits.admit({ isSearch: found.feature === "search", now });
    if (request.headers.authorization !== `Bearer ${options.token}`) throw new Refusal(401, texts.notAuthorized);
    const mishap = mischief?.meet({ route: found, path, query: url.searchParams }) ?? null;
    // A write whose connection breaks before the server has acted is not acted upon.
    if (mishap === "reset" && method !== "GET") return { status: 500, body: {}, mishap };
    admit(options, found);
    const { data, fields } = parseBody(body, method);
    const { world, abilities } = options;
    const actor = { by: world.me, at: now.toISOString() };
    const call: Call = { world, abilities, params, query: url.searchParams, data, now, actor };
    const answer = found.answer(call);
    const baseUrl = `http://${request.headers.host}/api/1.0`;
    const { offsetLife } = options;
    const longestListing = options.longestListing[found.id] ?? Number.POSITIVE_INFINITY;
    const asked = { path, query: url.searchParams, now, offsetLife, longestListing, baseUrl };
    const answered = bodyOf(answer, asked, fields ?? url.searchParams.get("opt_fields"));
    mischief?.spoil(answered, listingOf(path, url.searchParams));
    return { status: answer.kind === "record" ? (answer.status ?? 200) : 200, body: answered, mishap };
  }
}

const REFUSED: Readonly<Record<number, string>> = {
  402: "This feature is not available on your current plan.",
  403: texts.noAccess,
  404: "Not Found",
};

/** @throws what the server was told to answer, or 402 for what the plan lacks */
function admit({ refuse, abilities }: ServerOptions, route: Route): void {
  const refusal = refuse[route.id];
  if (refusal !== undefined) throw new Refusal(refusal, REFUSED[refusal] ?? "Server Error");
  needPlan(abilities.plan, route);
}

/** A listing apart from where in it one is. */
function listingOf(path: string, query: URLSearchParams): string {
  const filters = [...query].filter(([name]) => name !== "offset").map(([name, value]) => `${name}=${value}`);
  return `${path}?${filters.sort().join("&")}`;
}

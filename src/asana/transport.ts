import http from "node:http";
import https from "node:https";
import { ApiClient } from "asana";
import { AsanaError } from "./errors.ts";

export type Method = "GET" | "POST" | "PUT" | "DELETE";
export type Params = Readonly<Record<string, string | number | boolean | undefined>>;

/** One request as it goes out. `path` starts with a slash and holds its gids already. */
export interface AsanaRequest {
  readonly method: Method;
  readonly path: string;
  readonly params?: Params | undefined;
  readonly data?: unknown;
  /** True where only rows are an answer. */
  readonly isList?: boolean;
}

export interface AsanaAnswer {
  /** The whole body: `{data, next_page?}`. */
  readonly body: Readonly<Record<string, unknown>>;
  /** Values of the Asana-Change header: deprecations that affect this request. */
  readonly changes: readonly string[];
}

export interface TransportOptions {
  readonly baseUrl: string;
  readonly accessToken: string;
  readonly timeoutMilliseconds: number;
  readonly sockets: number;
}

export interface Transport {
  send(request: AsanaRequest): Promise<AsanaAnswer>;
  close(): void;
}

interface SdkResponse {
  readonly body?: unknown;
  readonly text?: string;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

interface SdkError {
  readonly status?: number;
  readonly code?: string;
  readonly message?: string;
  readonly parse?: boolean;
  readonly response?: SdkResponse;
}

/** One request through the official SDK, without retry. Own client per token; connections are kept open. */
export function createTransport(options: TransportOptions): Transport {
  const agent = createAgent(options);
  const client = new ApiClient();
  client.basePath = options.baseUrl;
  client.RETURN_COLLECTION = false;
  client.timeout = options.timeoutMilliseconds;
  client.requestAgent = agent;
  client.authentications.token!.accessToken = options.accessToken;
  const redact = (text: string) => text.replaceAll(options.accessToken, "[token]");
  return {
    send: async (request) => {
      try {
        const { response } = (await client.callApi(
          request.path,
          request.method,
          {},
          definedParams(request.params),
          {},
          {},
          request.data === undefined ? null : { data: request.data },
          ["token"],
          request.data === undefined ? [] : ["application/json"],
          ["application/json"],
          Object,
        )) as { response: SdkResponse };
        return readAnswer(request, response);
      } catch (error) {
        throw error instanceof AsanaError ? error : toAsanaError(request, error as SdkError, redact);
      }
    },
    close: () => agent.destroy(),
  };
}

function createAgent({ baseUrl, sockets }: TransportOptions): http.Agent {
  const Agent = baseUrl.startsWith("https:") ? https.Agent : http.Agent;
  return new Agent({ keepAlive: true, maxSockets: sockets, maxFreeSockets: sockets });
}

/** The SDK would turn an absent value into the text "undefined". */
const definedParams = (params: Params = {}): Record<string, string | number | boolean> =>
  Object.fromEntries(Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined));

function readAnswer(request: AsanaRequest, response: SdkResponse): AsanaAnswer {
  const body = response.body as Record<string, unknown> | null | undefined;
  if (!body || typeof body !== "object" || !("data" in body) || !isWhole(request, body.data)) {
    const code = response.type === "text/html" ? "html" : "not-json";
    throw new AsanaError({ ...request, status: 200, code, messages: ["the answer is not Asana's JSON"] });
  }
  const change = response.headers?.["asana-change"];
  return { body: wellFormed(body, response.text), changes: change ? change.split(/,\s*(?=name=)/) : [] };
}

/** Nothing in place of what was asked for is no answer: an empty listing would prove that everything has gone. */
const isWhole = ({ method, isList }: AsanaRequest, data: unknown): boolean =>
  isList ? Array.isArray(data) : method !== "GET" || (typeof data === "object" && data !== null);

/** Half of a pair of surrogates, escaped: JSON allows it, UTF-8 (and so DuckDB) does not. */
const loneSurrogate = /\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f])|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f]/i;

/** Text cut in the middle of a character ends in U+FFFD instead. */
function wellFormed(body: Record<string, unknown>, text = ""): Record<string, unknown> {
  if (!loneSurrogate.test(text)) return body;
  return JSON.parse(text, (_, value) => (typeof value === "string" ? value.toWellFormed() : value));
}

function toAsanaError(request: AsanaRequest, error: SdkError, redact: (text: string) => string): AsanaError {
  const body = error.response?.body as { errors?: readonly { message?: unknown; phrase?: unknown }[] } | undefined;
  const errors = Array.isArray(body?.errors) ? body.errors : [];
  const seconds = Number(error.response?.headers?.["retry-after"]);
  const isUnreadable = error.parse || error instanceof SyntaxError;
  return new AsanaError({
    method: request.method,
    path: request.path,
    status: isUnreadable ? 200 : error.response ? (error.status ?? 0) : 0,
    messages: errors.length
      ? errors.map((item) => redact(String(item.message ?? "")))
      : [redact(isUnreadable ? "the answer broke off or is not JSON" : (error.message ?? "no answer"))],
    phrase: errors.map((item) => item.phrase).find((phrase) => typeof phrase === "string"),
    retryAfter: Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined,
    code: isUnreadable ? "truncated" : error.response?.type === "text/html" ? "html" : error.code,
  });
}

import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isMap, isPair, LineCounter, parseDocument, visit } from "yaml";
import type { z } from "zod";
import { UserError } from "../errors.ts";
import { nearest } from "./nearest.ts";
import { configSchema, type FileConfig } from "./schema.ts";

/** The environment that Plimsoll reads; nothing else of the program touches process.env. */
export interface Environment {
  readonly ASANA_ACCESS_TOKEN?: string | undefined;
  readonly ASANA_WRITE_TOKEN?: string | undefined;
  readonly ASANA_BASE_URL?: string | undefined;
  readonly PLIMSOLL_HOME?: string | undefined;
  readonly PLIMSOLL_CONFIG?: string | undefined;
  readonly SMTP_URL?: string | undefined;
}

/** The configuration of one run, frozen. */
export interface Config extends FileConfig {
  /** Absolute path of the data directory. */
  readonly home: string;
  /** Absolute path of the config file, whether it exists or not. */
  readonly file: string;
  readonly baseUrl: string;
  readonly accessToken: string | undefined;
  readonly writeToken: string | undefined;
  readonly smtpUrl: string | undefined;
}

export interface ConfigOptions {
  readonly config?: string | undefined;
  readonly home?: string | undefined;
  /** `key.path=value` pairs; the value is read as YAML. */
  readonly set?: readonly string[] | undefined;
}

const asanaBaseUrl = "https://app.asana.com/api/1.0";

/** Reads file, options and environment into one frozen Config. Throws UserError with key, line and way out. */
export function readConfig(
  environment: Environment,
  options: ConfigOptions = {},
  directory: string = process.cwd(),
): Config {
  const named = options.config ?? environment.PLIMSOLL_CONFIG;
  const file = path.resolve(directory, named ?? "plimsoll.yaml");
  if (named && !existsSync(file)) {
    throw new UserError(
      `The config file ${file} does not exist. Run \`plimsoll init --config ${named}\` to write one, or leave the option out.`,
    );
  }
  const content = existsSync(file) ? parseFile(file) : { value: {}, lineOf: () => undefined };
  const value = applySettings(content.value, options.set ?? []);
  const parsed = configSchema.safeParse(value);
  if (!parsed.success) throw new UserError(describeIssues(parsed.error.issues, file, content.lineOf));
  return Object.freeze({
    ...parsed.data,
    home: path.resolve(directory, options.home ?? environment.PLIMSOLL_HOME ?? "data"),
    file,
    baseUrl: readBaseUrl(environment.ASANA_BASE_URL),
    accessToken: environment.ASANA_ACCESS_TOKEN?.trim() || undefined,
    writeToken: environment.ASANA_WRITE_TOKEN?.trim() || undefined,
    smtpUrl: environment.SMTP_URL || undefined,
  });
}

type LineOf = (keys: readonly PropertyKey[]) => number | undefined;

function parseFile(file: string): { value: unknown; lineOf: LineOf } {
  const lines = new LineCounter();
  const document = parseDocument(readFileSync(file, "utf8"), { lineCounter: lines });
  const [error] = document.errors;
  if (error)
    throw new UserError(`${file}:${error.linePos?.[0].line ?? 1}: not valid YAML: ${error.message.split("\n")[0]}`);
  const places = new Map<string, number>();
  visit(document, {
    Pair: (_, pair, ancestors) => {
      const keys = [...ancestors.filter(isPair), pair].map((item) => String((item as { key: unknown }).key));
      const range = (pair.key as { range?: [number, number, number] } | null)?.range;
      if (range) places.set(keys.join("."), lines.linePos(range[0]).line);
    },
  });
  const root = document.contents;
  if (root !== null && !isMap(root))
    throw new UserError(`${file}: the file must be a list of keys with values, as \`plimsoll init\` writes it.`);
  return {
    value: document.toJS() ?? {},
    lineOf: (keys) => places.get(keys.filter((key) => typeof key === "string").join(".")),
  };
}

function applySettings(value: unknown, settings: readonly string[]): unknown {
  const result = structuredClone(value) as Record<string, unknown>;
  for (const setting of settings) {
    const cut = setting.indexOf("=");
    if (cut < 1) throw new UserError(`--set ${setting}: write key=value, as in --set time_zone=Europe/Berlin.`);
    const keys = setting.slice(0, cut).split(".");
    if (keys.some((key) => ["__proto__", "constructor", "prototype"].includes(key)))
      throw new UserError(`--set ${setting}: no such key.`);
    let place = result;
    for (const key of keys.slice(0, -1)) {
      const inner = place[key];
      if (inner === null || typeof inner !== "object") place[key] = {};
      place = place[key] as Record<string, unknown>;
    }
    place[keys.at(-1)!] = parseDocument(setting.slice(cut + 1)).toJS();
  }
  return result;
}

function describeIssues(issues: readonly z.core.$ZodIssue[], file: string, lineOf: LineOf): string {
  return issues.flatMap((issue) => describeIssue(issue, file, lineOf)).join("\n");
}

function describeIssue(issue: z.core.$ZodIssue, file: string, lineOf: LineOf): string[] {
  if (issue.code !== "unrecognized_keys") {
    const line = lineOf(issue.path);
    return [`${file}${line ? `:${line}` : ""}: ${issue.path.map(String).join(".") || "the file"}: ${issue.message}`];
  }
  return issue.keys.map((key) => {
    const line = lineOf([...issue.path, key]);
    const meant = nearest(key, knownKeys(issue.path));
    const where = [...issue.path.map(String), key].join(".");
    return `${file}${line ? `:${line}` : ""}: unknown key "${where}"${meant ? `; did you mean "${[...issue.path.map(String), meant].join(".")}"?` : "."}`;
  });
}

/** The keys that the schema knows at a path. */
function knownKeys(keys: readonly PropertyKey[]): string[] {
  let schema: unknown = configSchema;
  for (const key of keys) schema = inner(unwrap(schema), String(key));
  const shape = (unwrap(schema) as { shape?: Record<string, unknown> } | undefined)?.shape;
  return shape ? Object.keys(shape) : [];
}

function unwrap(schema: unknown): unknown {
  let current = schema as { unwrap?: () => unknown; shape?: unknown } | undefined;
  while (current && !current.shape && typeof current.unwrap === "function")
    current = current.unwrap() as typeof current;
  return current;
}

function inner(schema: unknown, key: string): unknown {
  const { shape, valueType, element } = (schema ?? {}) as {
    shape?: Record<string, unknown>;
    valueType?: unknown;
    element?: unknown;
  };
  return shape?.[key] ?? valueType ?? element;
}

/** Accepts the address with or without /api/1.0; plain http only to this machine. */
function readBaseUrl(text: string | undefined): string {
  if (!text) return asanaBaseUrl;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !["http:", "https:"].includes(url.protocol)) {
    throw new UserError(
      `ASANA_BASE_URL is not a web address. Write it as ${asanaBaseUrl}, or unset it to use Asana's own.`,
    );
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new UserError(
      "ASANA_BASE_URL uses plain http to another machine, which would show the token on the network. Use https.",
    );
  }
  const root = `${url.origin}${url.pathname.replace(/\/+$/, "").replace(/\/api\/1\.0$/, "")}`;
  return `${root}/api/1.0`;
}

/** True for addresses on this machine, where Asana's rate limit does not apply. */
export const isLoopback = (url: URL): boolean => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);

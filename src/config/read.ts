import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { isMap, isPair, isSeq, LineCounter, parseDocument, visit } from "yaml";
import { UserError } from "../errors.ts";
import { type Explained, explainIssues } from "./explain-issues.ts";
import { isLoopback } from "./loopback.ts";
import { configSchema, type FileConfig } from "./schema.ts";

/** The environment that Plimsoll reads; nothing else of the program touches process.env. */
export interface Environment {
  readonly ASANA_ACCESS_TOKEN?: string | undefined;
  readonly ASANA_WRITE_TOKEN?: string | undefined;
  readonly ASANA_BASE_URL?: string | undefined;
  readonly PLIMSOLL_HOME?: string | undefined;
  readonly PLIMSOLL_CONFIG?: string | undefined;
  readonly SMTP_URL?: string | undefined;
  readonly PLIMSOLL_NARRATOR_KEY?: string | undefined;
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
  readonly narratorKey: string | undefined;
}

export interface ConfigOptions {
  readonly config?: string | undefined;
  /** Leaves the file unread: it is about to be written. */
  readonly isFileIgnored?: boolean;
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
  const isRead = !options.isFileIgnored && existsSync(file);
  if (named && !isRead && !options.isFileIgnored) {
    throw new UserError(
      `The config file ${file} does not exist. Run \`plimsoll init --config ${named}\` to write one, or leave the option out.`,
    );
  }
  const content = isRead ? parseFile(file) : { value: {}, lineOf: () => undefined };
  const settings = (options.set ?? []).map(parseSetting);
  const parsed = configSchema.safeParse(applySettings(content.value, settings));
  if (!parsed.success) {
    const place = placeOf(file, content.lineOf, settings);
    const wrong = explainIssues(parsed.error.issues, configSchema);
    throw new UserError(wrong.map((issue) => describe(issue, place)).join("\n"));
  }
  return Object.freeze({
    ...parsed.data,
    home: path.resolve(directory, options.home ?? environment.PLIMSOLL_HOME ?? "data"),
    file,
    baseUrl: readBaseUrl(environment.ASANA_BASE_URL),
    accessToken: environment.ASANA_ACCESS_TOKEN?.trim() || undefined,
    writeToken: environment.ASANA_WRITE_TOKEN?.trim() || undefined,
    smtpUrl: environment.SMTP_URL || undefined,
    narratorKey: environment.PLIMSOLL_NARRATOR_KEY?.trim() || undefined,
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
      const trail = [...ancestors, pair];
      const keys = trail.flatMap((item, i) => {
        if (isSeq(item)) return [String(item.items.findIndex((child) => child === trail[i + 1]))];
        return isPair(item) ? [String(item.key)] : [];
      });
      const range = (pair.key as { range?: [number, number, number] } | null)?.range;
      if (range) places.set(keys.join("."), lines.linePos(range[0]).line);
    },
  });
  const root = document.contents;
  if (root !== null && !isMap(root))
    throw new UserError(`${file}: the file must be a list of keys with values, as \`plimsoll init\` writes it.`);
  return {
    value: document.toJS() ?? {},
    lineOf: (keys) => {
      // An item of a list has no key of its own; the key that holds it is near enough.
      for (let length = keys.length; length > 0; length--) {
        const line = places.get(keys.slice(0, length).map(String).join("."));
        if (line) return line;
      }
      return undefined;
    },
  };
}

interface Setting {
  readonly text: string;
  readonly keys: readonly string[];
  readonly value: unknown;
}

function parseSetting(text: string): Setting {
  const cut = text.indexOf("=");
  if (cut < 1) throw new UserError(`--set ${text}: write key=value, as in --set time_zone=Europe/Berlin.`);
  const keys = text.slice(0, cut).split(".");
  if (keys.some((key) => ["", "__proto__", "constructor", "prototype"].includes(key))) {
    throw new UserError(`--set ${text}: no such key.`);
  }
  const document = parseDocument(text.slice(cut + 1));
  const [error] = document.errors;
  if (error) throw new UserError(`--set ${text}: the value is not valid YAML: ${error.message.split("\n")[0]}`);
  return { text, keys, value: document.toJS() };
}

function applySettings(value: unknown, settings: readonly Setting[]): unknown {
  const result = structuredClone(value) as Record<string, unknown>;
  for (const setting of settings) {
    let place = result;
    for (const key of setting.keys.slice(0, -1)) {
      const inner = place[key];
      if (inner === null || typeof inner !== "object") place[key] = {};
      place = place[key] as Record<string, unknown>;
    }
    place[setting.keys.at(-1)!] = setting.value;
  }
  return result;
}

type PlaceOf = (keys: readonly PropertyKey[]) => string;

/** Where a key was written: the option, else the file with its line. */
function placeOf(file: string, lineOf: LineOf, settings: readonly Setting[]): PlaceOf {
  return (keys) => {
    const words = keys.map(String);
    const setting = settings.findLast(({ keys: set }) =>
      set.every((key, i) => words[i] === undefined || key === words[i]),
    );
    if (setting && words.length > 0) return `--set ${setting.text}`;
    const line = lineOf(keys);
    return line ? `${file}:${line}` : file;
  };
}

const describe = ({ path, say }: Explained, place: PlaceOf): string =>
  `${place(path)}: ${say((keys) => keys.map(String).join(".") || "the file")}`;

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

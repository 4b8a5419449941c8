import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";

const root = path.join(import.meta.dirname, "..", "src");

const sources = new Map(
  readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .sort()
    .map((file) => [file, readFileSync(path.join(root, file), "utf8")]),
);

/** Files that a file imports, statically or dynamically; type imports count too. */
function importsOf(file: string): string[] {
  const found = sources.get(file)!.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return [...found].map(([, target]) => path.join(path.dirname(file), target!));
}

/** Files imported at run time: `import type` leaves nothing behind. */
function runtimeImportsOf(file: string): string[] {
  const text = sources.get(file)!.replace(/(?:import|export)\s+type\s[^;]*?from\s*"[^"]+"/g, "");
  return [...text.matchAll(/from\s*"(\.[^"]+)"/g)].map(([, target]) => path.join(path.dirname(file), target!));
}

const partOf = (file: string): string => {
  const [first = "", second] = file.split(path.sep);
  if (first === "asana" && second?.startsWith("schema")) return "asana/schema";
  return first.replace(/\.ts$/, "");
};

const base = ["config", "log", "errors", "warehouse", "asana", "asana/schema", "context"];
const stage = ["models", ...base];

/** What each part may import; itself always. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  models: [],
  "asana/schema": [],
  errors: [],
  log: [],
  config: ["errors"],
  context: ["config", "log"],
  warehouse: [...base, "models"],
  asana: base,
  extract: stage,
  transform: stage,
  reports: stage,
  publish: stage,
  demo: stage,
  commands: [...stage, "extract", "transform", "reports", "publish", "demo"],
  cli: ["commands"],
};

describe("the architecture", () => {
  it("has a rule for every part", () => {
    expect([...new Set([...sources.keys()].map(partOf))].filter((part) => !(part in allowed))).toEqual([]);
  });

  it("imports one way only", () => {
    const wrong = [...sources.keys()].flatMap((file) =>
      importsOf(file)
        .filter((target) => partOf(target) !== partOf(file) && !allowed[partOf(file)]?.includes(partOf(target)))
        .map((target) => `${file} imports ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it("imports no file that is not there", () => {
    const missing = [...sources.keys()].flatMap((file) =>
      importsOf(file)
        .filter((target) => target.endsWith(".ts") && !sources.has(target))
        .map((target) => `${file} imports ${target}`),
    );
    expect(missing).toEqual([]);
  });

  it("has no cycle of imports", () => {
    expect(findCycles()).toEqual([]);
  });

  it("keeps clock, environment, randomness and console out of everything but config, cli, commands and log", () => {
    const outside =
      /\bprocess\.env\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bconsole\.|\brandomUUID\b|\brandomBytes\b/;
    const wrong = [...sources].flatMap(([file, text]) =>
      ["config", "cli", "commands", "log"].includes(partOf(file))
        ? []
        : withoutComments(text)
            .split("\n")
            .flatMap((line, i) => (outside.test(line) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
    );
    expect(wrong).toEqual([]);
  });

  it("keeps clock and environment of commands in effects", () => {
    const wrong = [...sources].flatMap(([file, text]) =>
      file === "cli.ts" ||
      !/\bprocess\.env\b|\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bconsole\./.test(withoutComments(text))
        ? []
        : [file],
    );
    expect(wrong).toEqual([]);
  });

  it("has no default exports, no enums, no any and no utils folder", () => {
    const wrong = [...sources].flatMap(([file, text]) => [
      ...(/^export default/m.test(text) ? [`${file}: default export`] : []),
      ...(/^\s*(?:export )?(?:const )?enum /m.test(text) ? [`${file}: enum`] : []),
      ...(/(?::|\bas|<)\s*any\s*(?:[;,)=\]>|]|$)/m.test(withoutComments(text)) ? [`${file}: any`] : []),
      ...(/(?:^|\/)(?:utils?|helpers?|common|lib)(?:\/|\.ts$)/.test(file) ? [`${file}: name`] : []),
    ]);
    expect(wrong).toEqual([]);
  });

  it("has no clock in SQL", () => {
    const folder = path.join(root, "..", "sql");
    const wrong = readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".sql"))
      .filter((file) =>
        /\bcurrent_date\b|\bcurrent_timestamp\b|\bnow\(|\btoday\(|\brandom\(/i.test(
          withoutComments(readFileSync(path.join(folder, file), "utf8")),
        ),
      );
    expect(wrong).toEqual([]);
  });
});

const withoutComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")).replace(/(^|\s)(\/\/|--).*$/gm, "$1");

function findCycles(): string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) cycles.push([...trail.slice(start), file].join(" → "));
    if (start >= 0 || done.has(file) || !sources.has(file)) return;
    for (const target of runtimeImportsOf(file)) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of sources.keys()) visit(file, []);
  return cycles;
}

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { commands } from "../../src/commands/commands.ts";
import { commandsPage } from "../../src/commands/commands-page.ts";
import { queriesWorthTrying } from "../../src/commands/demo/describe-demo.ts";

const root = path.join(import.meta.dirname, "..", "..");
const docs = path.join(root, "docs");
const pages = [
  "README.md",
  ...readdirSync(docs)
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
];
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const examples = ["examples/crontab", "examples/systemd/plimsoll.service", "compose.yaml", "Dockerfile"];

/** `plimsoll …` as people would type it, in code of a page. */
function commandLines(text: string): string[] {
  const code = [...text.matchAll(/`([^`\n]+)`|^ {4}(.+)$/gm)].map(([, inline, block]) => inline ?? block ?? "");
  return code.flatMap((line) =>
    [...line.matchAll(/(?:^|npx |&& |: )plimsoll ([a-z][^`#&|]*)/g)].map(([, words]) => words!.trim()),
  );
}

describe("the documents", () => {
  it("describe every command", () => {
    expect(read("docs/commands.md")).toBe(commandsPage(commands));
  });

  it.each(pages)("%s names only commands and options that exist", (page) => {
    const global = ["--config", "--home", "--set", "--help", "--verbose", "--version"];
    const wrong = commandLines(read(page)).filter((line) => {
      const [name, ...words] = line.split(/\s+/);
      const command = commands.find((one) => one.name === name);
      const known = [...global, ...(command?.options.map(({ flags }) => flags.split(" ")[0]) ?? [])];
      return !command || words.some((word) => /^--[a-z]/.test(word) && !known.includes(word.split("=")[0]!));
    });
    expect(wrong).toEqual([]);
  });

  it.each(pages)("%s links only to what is there", (page) => {
    const links = [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, target]) => target!);
    expect(links.filter((target) => !existsSync(path.join(root, path.dirname(page), target)))).toEqual([]);
  });

  it.each(pages)("%s names only npm scripts that exist", (page) => {
    const scripts = Object.keys(JSON.parse(read("package.json")).scripts);
    const named = [...read(page).matchAll(/npm (?:run )?(?:-s )?(start|test|(?<=run )[a-z:-]+)/g)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  it.each(pages)("%s names only folders and files of the project that exist", (page) => {
    const named = [...read(page).matchAll(/`((?:src|sql|test|templates|warehouse|scripts|examples)\/[\w./-]+)`/g)].map(
      ([, name]) => name!,
    );
    expect(named.filter((name) => !existsSync(path.join(root, name)))).toEqual([]);
  });

  it.each(examples)("%s runs only commands that exist", (file) => {
    const names = [...read(file).matchAll(/plimsoll (refresh|[a-z]+)(?= --|$)/gm)].map(([, name]) => name!);
    expect(names.filter((name) => !commands.some((command) => command.name === name))).toEqual([]);
  });

  it("ship three queries with the demo", () => {
    expect(queriesWorthTrying).toHaveLength(3);
  });
});

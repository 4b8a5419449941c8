// Writes the pages that follow from the program: `npm run docs`. Tests fail where one is stale.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { commands } from "../src/commands/commands.ts";
import { commandsPage } from "../src/commands/commands-page.ts";
import { readDictionary } from "../src/warehouse/dictionary.ts";
import { renderDictionary } from "../src/warehouse/dictionary-page.ts";

const pages = { "commands.md": commandsPage(commands), "warehouse.md": renderDictionary(readDictionary()) };
for (const [name, page] of Object.entries(pages)) {
  writeFileSync(path.join(import.meta.dirname, "..", "docs", name), page);
  process.stdout.write(`docs/${name}\n`);
}

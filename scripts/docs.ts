// Writes the pages that follow from the program: `npm run docs`. Tests fail where one is stale.
import { writeFileSync } from "node:fs";
import path from "node:path";
import { commands } from "../src/commands/commands.ts";
import { commandsPage } from "../src/commands/commands-page.ts";

const docs = path.join(import.meta.dirname, "..", "docs");
writeFileSync(path.join(docs, "commands.md"), commandsPage(commands));
process.stdout.write("docs/commands.md\n");

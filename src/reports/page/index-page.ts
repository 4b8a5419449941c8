import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Render } from "./engine.ts";
import { renderPage } from "./page.ts";

interface Gate {
  readonly subject: string;
  readonly problems: readonly string[];
  readonly pages?: readonly { readonly file: string; readonly title: string }[];
}

/** Writes the page over all issues in a folder of reports, the newest first, and returns its path. */
export function writeIndex(folder: string, render: Render): string {
  const dates = readdirSync(folder)
    .filter((name) => /^\d{4}-\d\d-\d\d$/.test(name))
    .sort()
    .reverse();
  const issues = dates.flatMap((date) => {
    const gate = path.join(folder, date, "gate.json");
    if (!existsSync(gate)) return [];
    const { subject, problems, pages = [] } = JSON.parse(readFileSync(gate, "utf8")) as Gate;
    return [
      {
        date,
        subject: subject.split(" – data to ")[0],
        isHeld: problems.length > 0,
        pages,
      },
    ];
  });
  const file = path.join(folder, "index.html");
  writeFileSync(file, renderPage(render, "index", { issues }));
  return file;
}

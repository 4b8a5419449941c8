import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writeFiles } from "../write-files.ts";
import type { Render } from "./engine.ts";
import { renderPage } from "./page.ts";

const gateSchema = z.object({
  subject: z.string(),
  problems: z.array(z.string()),
  pages: z.array(z.object({ file: z.string(), title: z.string() })).default([]),
});
type Gate = z.infer<typeof gateSchema>;

/** Writes the page over all issues in a folder of reports, the newest first, and returns its path. */
export function writeIndex(folder: string, render: Render): string {
  const dates = readdirSync(folder)
    .filter((name) => /^\d{4}-\d\d-\d\d$/.test(name))
    .sort()
    .reverse();
  const [latest, ...earlier] = dates.flatMap((date) => {
    const gate = readGate(path.join(folder, date, "gate.json"));
    return gate ? [toIssue(date, gate)] : [];
  });
  const [file] = writeFiles(folder, { "index.html": renderPage(render, "index", { latest, earlier }) });
  return file!;
}

/** What an issue says of itself; undefined where it is not whole. */
function readGate(file: string): Gate | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return gateSchema.safeParse(JSON.parse(readFileSync(file, "utf8"))).data;
  } catch {
    return undefined;
  }
}

function toIssue(date: string, { subject, problems, pages }: Gate) {
  const of = (kind: RegExp) =>
    pages.filter((page) => kind.test(page.file)).sort((a, b) => a.title.localeCompare(b.title, "en"));
  return {
    date,
    subject: subject.split(" – data to ")[0],
    isHeld: problems.length > 0,
    pages,
    general: pages.filter((page) => !/^(team|project)-/.test(page.file)),
    teams: of(/^team-/),
    projects: of(/^project-/),
  };
}

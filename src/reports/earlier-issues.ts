import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { z } from "zod";
import type { Fact } from "./facts/fact.ts";
import { daysBetween } from "./facts/format.ts";
import type { EarlierIssues, ListedRisks } from "./issue.ts";

const gateSchema = z.object({ risks: z.array(z.string()).default([]) });
const factsSchema = z.array(
  z.looseObject({
    id: z.string(),
    metric: z.string(),
    scope: z.object({ type: z.string(), gid: z.string(), name: z.string() }),
    value: z.union([z.number(), z.string()]),
  }),
);

/**
 * What earlier issues in the folder of reports said, up to a day: the risks of each, the newest first, and the facts of the
 * newest one that is a week old or more. An issue that cannot be read counts as none.
 */
export function readEarlierIssues(folder: string, asOf: string): EarlierIssues {
  const dates = (isFolder(folder) ? readdirSync(folder) : [])
    .filter((name) => /^\d{4}-\d\d-\d\d$/.test(name) && name < asOf)
    .sort()
    .reverse();
  const listed = dates.flatMap((date): ListedRisks[] => {
    const gate = gateSchema.safeParse(readJson(path.join(folder, date, "gate.json")));
    return gate.success ? [{ asOf: date, risks: gate.data.risks }] : [];
  });
  const weekAgo = dates.find((date) => daysBetween(date, asOf) >= 7);
  const facts = factsSchema.safeParse(weekAgo && readJson(path.join(folder, weekAgo, "facts.json")));
  return weekAgo && facts.success
    ? { listed, last: { asOf: weekAgo, facts: facts.data as unknown as Fact[] } }
    : { listed };
}

const isFolder = (place: string): boolean => statSync(place, { throwIfNoEntry: false })?.isDirectory() ?? false;

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

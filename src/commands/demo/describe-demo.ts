import path from "node:path";
import { visibleText } from "../output/visible-text.ts";
import type { RunOutcome } from "../refresh/run-stages.ts";

/** Queries that show what the warehouse can tell; a test runs them. */
export const queriesWorthTrying: readonly string[] = [
  "select name, risk, on_time_probability, completes_on_p85 from marts.project_forecasts join marts.projects using (project_gid) order by on_time_probability limit 5",
  "select name, week_start_on, utilization, overload_probability from marts.capacity_weekly join marts.people using (person_gid) where is_future order by overload_probability desc limit 5",
  "select group_type, group_name, n, bias_ratio, bias_lo, bias_hi from marts.estimate_accuracy where is_beyond_chance order by bias_ratio desc limit 5",
];

/** What the demo found and where it lies, in at most 25 lines. */
export function describeDemo(
  outcome: RunOutcome,
  { home, directory }: { readonly home: string; readonly directory: string },
): string {
  const { report, publish } = outcome.summaries;
  const shown = (file: string): string => shorten(path.resolve(home, file), directory);
  const file = (ending: string): string | undefined => report?.files.find((name: string) => name.endsWith(ending));
  const place = (name: string, at: string | undefined): string[] => (at ? [`  ${name.padEnd(10)} ${shown(at)}`] : []);
  const seconds = Object.values(outcome.seconds).reduce((sum, value) => sum + value, 0);
  const lines = [
    visibleText(report?.headline ?? "The run ended without a report."),
    "",
    ...place("Report", file(".html")),
    ...place("E-mail", file(".eml")),
    ...place("Warehouse", "current.duckdb"),
    "",
    "Three questions to ask it:",
    ...queriesWorthTrying.map((sql) => `  npx plimsoll query --home ${shown(".")} "${sql}"`),
    "",
    ...describePublish(publish),
    ...(report?.narration ?? []).map(
      (said) => `The narrator's text is ${said}. What it was asked and answered: npx plimsoll audit --kind model_call`,
    ),
    ...outcome.problems.slice(0, 5).map(({ stage, what }) => `! ${stage}: ${visibleText(what)}`),
    "",
    `The workspace is made up and lives on this machine. ${outcome.requests} requests, ${seconds.toFixed(0)} s, ${outcome.peakMemory} MB.`,
  ];
  return `${lines.join("\n")}\n`;
}

/** A run without this line has a problem of the stage, told below. */
function describePublish(publish: RunOutcome["summaries"]["publish"]): string[] {
  if (!publish) return [];
  if (!publish.applied) return [`To Asana would be written: ${publish.plan}`];
  const { written, unchanged, not_written } = publish.applied;
  return [`To Asana was written: ${written} requests, ${unchanged} things unchanged, ${not_written.length} refused.`];
}

/** A path as a person at `directory` would type it. */
function shorten(file: string, directory: string): string {
  const relative = path.relative(directory, file);
  return relative && !relative.startsWith("..") ? relative : file;
}

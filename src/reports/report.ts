import path from "node:path";
import type { Context } from "../context.ts";
import type { Database } from "../warehouse/database.ts";
import { startCharts } from "./charts/draw.ts";
import { readEarlierIssues } from "./earlier-issues.ts";
import { metricsFor } from "./facts/metrics/index.ts";
import { type Issue, openIssue } from "./issue.ts";
import type { WrittenLetter } from "./letters/letter.ts";
import { scopedLetters } from "./letters/weekly-letters.ts";
import { writeDigests, writeLetters } from "./letters/write-letters.ts";
import { startCompiler } from "./mail/compose.ts";
import { makeMail, type WeeklyMail } from "./mail/make-mail.ts";
import { type Preview, writePreview } from "./mail/preview.ts";
import type { CallLog } from "./narrator/narrate.ts";
import { narrateIssue } from "./narrator/narrated-issue.ts";
import { createEngine } from "./page/engine.ts";
import { writeIndex } from "./page/index-page.ts";
import { type DetailPage, detailPages, digestPages } from "./pages.ts";
import { readableRelease } from "./readable-release.ts";
import { readScenarios } from "./scenarios/read-scenarios.ts";
import { viewWeekly, weeklyPage } from "./weekly.ts";
import { writeFiles } from "./write-files.ts";

export interface ReportSummary {
  /** As-of date of the release, which names the report's folder. */
  readonly asOf: string;
  /** Absolute paths of the page, the mail, the facts, the gate and the index. */
  readonly files: readonly string[];
  /** Absolute paths of the pages that the index lists, the weekly one first. */
  readonly listed: readonly string[];
  /** How many other pages lie beside them: time, retro, teams, projects, managers. */
  readonly pages: number;
  /** The finding, one sentence. */
  readonly headline: string;
  readonly decision: string;
  readonly subject: string;
  /** How many facts the report rests on. */
  readonly facts: number;
  /** Bytes of the page, of the mail's HTML and of the whole mail. */
  readonly sizes: { readonly page: number; readonly mailHtml: number; readonly mail: number };
  /** Why the mail must not go out; empty where it may. */
  readonly problems: readonly string[];
  /** What became of the narrator's text of each letter: `accepted`, or why the rules' own stands. */
  readonly narration: readonly string[];
}

export interface ReportInput {
  readonly release: Pick<Database, "rows">;
  /** The file with the rows about persons, where there is one; only managers' digests read it. */
  readonly restricted?: Pick<Database, "rows"> | undefined;
  /** Where calls of a narrator are kept; without it none is made. */
  readonly calls?: CallLog | undefined;
  /** A letter to write to a file beside. */
  readonly preview?: Preview | undefined;
}

/**
 * Writes the report of a release to `$PLIMSOLL_HOME/reports/<as_of>`: weekly.html, weekly.eml, a page per project and
 * team, facts.json, gate.json (last, as the sign that the rest is whole), and the index over all issues. The same
 * release gives the same bytes. Throws UserError where the folder cannot be written.
 */
export async function report(
  { config, log }: Pick<Context, "config" | "log">,
  { release: given, restricted: aboutPersons, calls, preview }: ReportInput,
): Promise<ReportSummary> {
  const release = readableRelease(given);
  const restricted = aboutPersons && readableRelease(aboutPersons);
  startCharts();
  startCompiler();
  const reports = path.join(config.home, "reports");
  const narrator = { config, log: calls };
  const plain = await openIssue(release, config.thresholds, {
    asked: metricsFor(config.email.material),
    material: config.email.material,
    earlier: await earlierOf(release, reports),
    scenarios: await readScenarios(config.home),
  });
  const narrated = await narrateIssue(plain, release, { ...narrator, report: "weekly", audience: "everyone" });
  const { issue } = narrated;
  const weekly = await viewWeekly(release, issue);
  const render = createEngine(issue.asOf);
  const page = weeklyPage(weekly, issue, render);
  const mail = await makeMail({ weekly, issue, page, config });
  const scoped = await scopedLetters(release, { config, render, narrator });
  const details = await detailPages(issue, { release, render });
  const digests =
    config.privacy.person_level === "none" ? [] : await digestPages(issue, { release, restricted, render });
  const letters = [
    ...scoped,
    ...(await writeLetters({ config, issue, release, pages: details })),
    ...(await writeDigests(digests, { config, issue })),
  ];
  const problems = [...mail.problems, ...letters.flatMap(describeProblems)];
  if (preview) writePreview([{ name: "weekly", ...mail }, ...letters], preview);
  const folder = path.join(reports, issue.asOf);
  writeFiles(folder, Object.fromEntries(details.map(({ file, html }) => [file, html])));
  writeFiles(folder, Object.fromEntries(digests.map(({ file, html }) => [file, html])), privateMode);
  for (const { name, page } of scoped) writeFiles(folder, { [`${name}.html`]: page });
  for (const { name, message, manager } of letters)
    writeFiles(folder, { [`${name}.eml`]: message }, manager ? privateMode : undefined);
  const files = writeFiles(folder, {
    "weekly.html": page,
    "weekly.eml": mail.message,
    "facts.json": factsFile(issue),
    "gate.json": gateFile(issue, mail, { letters, details, risks: weekly.risks.view.items.map((risk) => risk.id) }),
  });
  const index = writeIndex(reports, render);
  const narration = [narrated.verdict, ...scoped.map(({ verdict }) => verdict)].filter((said) => said !== undefined);
  for (const said of narration.filter((verdict) => verdict !== "accepted"))
    log({ type: "warn", message: `The narrator's text is not used: ${said}.` });
  for (const problem of problems) log({ type: "warn", message: `A mail is held: ${problem}.` });
  return {
    asOf: issue.asOf,
    files: [...files, index],
    listed: ["weekly.html", ...details.map(({ file }) => file)].map((file) => path.join(folder, file)),
    pages: details.length + digests.length,
    headline: weekly.headline.view.finding.text,
    decision: weekly.headline.view.decision.text,
    subject: mail.subject,
    facts: issue.book.all.length,
    sizes: { page: Buffer.byteLength(page), mailHtml: Buffer.byteLength(mail.parts.html), mail: mail.message.length },
    problems,
    narration,
  };
}

/** Every fact but its query, which the method section holds. */
function factsFile({ book }: Issue): string {
  return `${JSON.stringify(book.all, (key, value) => (key === "sql" ? undefined : value), 1)}\n`;
}

/** Digests speak about persons, to one reader. */
const privateMode = 0o600;

const describeProblems = ({ name, problems }: WrittenLetter): string[] => problems.map((why) => `${name}: ${why}`);

interface Beside {
  readonly letters: readonly WrittenLetter[];
  readonly details: readonly DetailPage[];
  readonly risks: readonly string[];
}

async function earlierOf(release: ReportInput["release"], folder: string) {
  const [run] = await release.rows<{ as_of_on: string }>("select as_of_on from meta.refreshes where is_this_release");
  return run ? readEarlierIssues(folder, run.as_of_on) : { listed: [] };
}

/** What whoever sends the mail, and the index, must know of it. */
function gateFile(issue: Issue, { subject, problems }: WeeklyMail, { letters, details, risks }: Beside): string {
  const gate = {
    report: "weekly",
    as_of_on: issue.asOf,
    run_id: issue.runId,
    subject,
    data_as_of_at: issue.dataAsOf,
    problems,
    letters: letters.map(({ report, name, problems: own, manager }) => ({ report, name, problems: own, manager })),
    risks,
    pages: details.map(({ file, title }) => ({ file, title })),
  };
  return `${JSON.stringify(gate, null, 1)}\n`;
}

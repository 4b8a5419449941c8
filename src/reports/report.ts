import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Context } from "../context.ts";
import { messageOf, UserError } from "../errors.ts";
import type { Database } from "../warehouse/database.ts";
import { openIssue } from "./issue.ts";
import { composeMail, writeMail } from "./mail/compose.ts";
import { lintMail } from "./mail/lint.ts";
import { viewMail } from "./mail/view.ts";
import { createEngine, createTextEngine } from "./page/engine.ts";
import { writeIndex } from "./page/index-page.ts";
import { viewWeekly, weeklyPage } from "./weekly.ts";

export interface ReportSummary {
  /** As-of date of the release, which names the report's folder. */
  readonly asOf: string;
  /** Absolute paths of what was written. */
  readonly files: readonly string[];
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
}

/**
 * Writes the weekly report of a release to `$PLIMSOLL_HOME/reports/<as_of>`: weekly.html, weekly.eml, facts.json,
 * gate.json, and the index over all issues. The same release gives the same bytes. Throws UserError where the folder
 * cannot be written.
 */
export async function report(
  ctx: Pick<Context, "config" | "log">,
  { release }: { readonly release: Pick<Database, "rows"> },
): Promise<ReportSummary> {
  const { config } = ctx;
  const issue = await openIssue(release, config.thresholds);
  const weekly = await viewWeekly(release, issue);
  const render = { html: createEngine(issue.asOf), text: createTextEngine(issue.asOf) };
  const page = weeklyPage(weekly, issue, render.html);
  const pageUrl = config.report_base_url
    ? `${config.report_base_url.replace(/\/$/, "")}/${issue.asOf}/weekly.html`
    : null;
  const person = config.email.reply_to ?? config.operator.email;
  const unsubscribe = person ? `mailto:${person}?subject=unsubscribe%20weekly` : null;
  const parts = {
    ...(await writeMail(viewMail(weekly, issue, { pageUrl, unsubscribe }), render)),
    attachment: pageUrl ? null : { filename: "weekly.html", content: page },
  };
  const from = config.email.from ?? "Plimsoll <plimsoll@localhost>";
  const mail = await composeMail(parts, { from, replyTo: config.email.reply_to, unsubscribe: person }, issue);
  const problems = lintMail(parts, mail.length);
  const gate = {
    report: "weekly",
    as_of_on: issue.asOf,
    run_id: issue.runId,
    subject: parts.subject,
    data_as_of_at: issue.dataAsOf,
    problems,
  };
  const files = writeFiles(path.join(config.home, "reports", issue.asOf), {
    "weekly.html": page,
    "weekly.eml": mail,
    "facts.json": `${JSON.stringify(
      issue.book.all.map(({ sql: _, ...fact }) => fact),
      null,
      1,
    )}\n`,
    "gate.json": `${JSON.stringify(gate, null, 2)}\n`,
  });
  const index = writeIndex(path.join(config.home, "reports"), render.html);
  for (const problem of problems) ctx.log({ type: "warn", message: `The weekly mail is held: ${problem}.` });
  return {
    asOf: issue.asOf,
    files: [...files, index],
    headline: weekly.headline.view.finding.text,
    decision: weekly.headline.view.decision.text,
    subject: parts.subject,
    facts: issue.book.all.length,
    sizes: { page: Buffer.byteLength(page), mailHtml: Buffer.byteLength(parts.html), mail: mail.length },
    problems,
  };
}

/** Writes each file under a temporary name first, so that nobody reads half of one. */
function writeFiles(folder: string, contents: Readonly<Record<string, string | Buffer>>): string[] {
  try {
    mkdirSync(folder, { recursive: true });
    return Object.entries(contents).map(([name, content]) => {
      const file = path.join(folder, name);
      writeFileSync(`${file}.part`, content);
      renameSync(`${file}.part`, file);
      return file;
    });
  } catch (error) {
    throw new UserError(
      `The report cannot be written to ${folder}: ${messageOf(error)}. Free the disk, or give another place with --home.`,
    );
  }
}

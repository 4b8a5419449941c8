import type { Config } from "../../config/read.ts";
import type { Issue } from "../issue.ts";
import { createEngine, createTextEngine } from "../page/engine.ts";
import type { Weekly } from "../weekly.ts";
import { composeMail, type MailParts, writeMail } from "./compose.ts";
import { lintMail } from "./lint.ts";
import { viewMail } from "./view.ts";

export interface WeeklyMail {
  readonly subject: string;
  /** The whole message without recipient. */
  readonly message: Buffer;
  readonly parts: MailParts;
  /** Why it must not go out; empty where it may. */
  readonly problems: readonly string[];
}

export interface MailInput {
  readonly weekly: Weekly;
  readonly issue: Issue;
  /** The page, attached where `report_base_url` does not say where it is hosted. */
  readonly page: string;
  readonly config: Pick<Config, "report_base_url" | "email" | "operator">;
  /** Name of the letter and its page, without ending. */
  readonly name?: string;
  /** Teams that the letter is about, where it is not about everything. */
  readonly about?: string;
}

/** The weekly mail from the same views as the page, and what is wrong with it. */
export async function makeMail({
  weekly,
  issue,
  page,
  config,
  name = "weekly",
  about,
}: MailInput): Promise<WeeklyMail> {
  const { report_base_url: base, email, operator } = config;
  const pageUrl = base ? `${base.replace(/\/$/, "")}/${issue.asOf}/${name}.html` : null;
  const person = email.reply_to ?? operator.email;
  const unsubscribe = person ? `mailto:${person}?subject=unsubscribe%20weekly` : null;
  const render = { html: createEngine(issue.asOf), text: createTextEngine(issue.asOf) };
  const view = viewMail(weekly, issue, { pageUrl, unsubscribe, about: about ?? null });
  const parts = {
    ...(await writeMail(view, render)),
    attachments: pageUrl ? [] : [{ filename: "weekly.html", content: page }],
  };
  const from = email.from ?? "Plimsoll <plimsoll@localhost>";
  const message = await composeMail(
    parts,
    { from, replyTo: person, unsubscribe: person, name, report: "weekly" },
    issue,
  );
  return {
    subject: parts.subject,
    message,
    parts,
    problems: lintMail(parts, { size: message.length, expected: view.expectedPictures }),
  };
}

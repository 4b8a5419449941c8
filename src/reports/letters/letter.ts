import type { ReportName } from "../../config/letters.ts";
import type { Config } from "../../config/read.ts";
import { workspace } from "../facts/fact-book.ts";
import type { Sentence } from "../facts/pieces.ts";
import type { Issue } from "../issue.ts";
import { mailColors } from "../mail/colors.ts";
import { composeMail, type MailParts, subjectOf, writeParts } from "../mail/compose.ts";
import { lintMail } from "../mail/lint.ts";
import { createEngine, createTextEngine } from "../page/engine.ts";
import type { KeyFigure } from "../page/report-page.ts";

/** A part of a letter: a table, a list, or the reason why there is neither. */
export interface LetterPart {
  readonly title: string;
  /** What the table shows first of all. */
  readonly lead?: Sentence | string | null | undefined;
  readonly empty?: string | undefined;
  readonly table?: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly string[])[];
    /** Columns whose numbers stand to the right, from 0. */
    readonly numbers?: readonly number[];
    /** Columns with names of any script; the first one where left out. */
    readonly names?: readonly number[];
  };
  readonly items?: readonly string[];
  readonly note?: string | undefined;
}

/** What a letter says, whatever report it is of. */
export interface Letter {
  readonly report: ReportName;
  /** Kind of report, as the masthead says it. */
  readonly label: string;
  /** The finding; also the subject. */
  readonly heading: Sentence | string;
  /** The second finding, which mail programs show after the subject. */
  readonly second: Sentence | string;
  readonly figures: readonly KeyFigure[];
  readonly parts: readonly LetterPart[];
  /** Names of the teams that it is about; null where it is about everything. */
  readonly about: string | null;
  /** Pages that the letter is short for: linked where they are hosted, else attached. */
  readonly pages: readonly { readonly file: string; readonly html: string }[];
  /** Whether its pages are for its reader alone, and so are attached even where the others are hosted. */
  readonly isPrivate?: boolean;
}

export interface WrittenLetter {
  readonly report: ReportName;
  /** File without ending. */
  readonly name: string;
  readonly message: Buffer;
  readonly parts: MailParts;
  /** Why it must not go out; empty where it may. */
  readonly problems: readonly string[];
  /** The manager whom a digest is for. */
  readonly manager?: string | undefined;
}

export interface LetterSettings {
  readonly name: string;
  readonly issue: Issue;
  readonly config: Pick<Config, "report_base_url" | "email" | "operator">;
}

/** Attached pages together stay below this, so that the whole mail stays below 1.5 MB. */
const mostAttachedBytes = 1_000_000;

/** A letter as a message without recipient, and what is wrong with it. */
export async function writeLetter(letter: Letter, { name, issue, config }: LetterSettings): Promise<WrittenLetter> {
  const { report_base_url: base, email, operator } = config;
  const person = email.reply_to ?? operator.email;
  const isHosted = base !== undefined && !letter.isPrivate;
  const attached = isHosted ? [] : pagesThatFit(letter.pages);
  const view = {
    ...letter,
    parts: letter.parts.map(placed),
    ...mailColors,
    issue,
    heading: toSaid(letter.heading),
    preheader: textOf(letter.second),
    second: textOf(letter.second) === textOf(letter.heading) ? null : toSaid(letter.second),
    pages: isHosted ? letter.pages.map(({ file }) => `${base.replace(/\/$/, "")}/${issue.asOf}/${file}`) : [],
    attached: attached.map(({ file }) => file),
    unsubscribe: person ? `mailto:${person}?subject=unsubscribe%20${letter.report}` : null,
    unsubscribeTo: person,
    dataFact: issue.book.find("data_as_of", workspace),
  };
  const render = { html: createEngine(issue.asOf), text: createTextEngine(issue.asOf) };
  const parts = {
    ...(await writeParts("letter", { ...view, subject: subjectOf(textOf(letter.heading), issue) }, render)),
    subject: subjectOf(textOf(letter.heading), issue),
    preheader: textOf(letter.second),
    pictures: [],
    attachments: attached.map(({ file, html }) => ({ filename: file, content: html })),
  };
  const from = email.from ?? "Plimsoll <plimsoll@localhost>";
  const envelope = { from, replyTo: person, unsubscribe: person, name, report: letter.report };
  const message = await composeMail(parts, envelope, issue);
  return { report: letter.report, name, message, parts, problems: lintMail(parts, { size: message.length }) };
}

export const textOf = (said: Sentence | string): string => (typeof said === "string" ? said : said.text);

/** For templates: the same as HTML, escaped, and as text. */
const toSaid = (said: Sentence | string) =>
  typeof said === "string" ? { mail: said, text: said } : { mail: said.mail, text: said.text };

/** A part as templates place it: each cell with its side, each row as a line of plain text. */
function placed({ table, lead, ...rest }: LetterPart) {
  const part = { ...rest, lead: lead ? toSaid(lead) : null };
  if (!table) return part;
  const align = (column: number) => (table.numbers?.includes(column) ? "right" : "left");
  const { names = [0] } = table;
  const cells = (row: readonly string[]) =>
    row.map((text, i) => ({ text, align: align(i), isName: names.includes(i) }));
  const line = ([first = "", ...rest]: readonly string[]) =>
    `${first}: ${rest.map((text, i) => `${table.head[i + 1]!.toLowerCase()} ${text}`).join(", ")}`;
  return {
    ...part,
    table: {
      columns: table.head.map((head, i) => ({ head, align: align(i) })),
      rows: table.rows.map(cells),
      lines: table.rows.map(line),
    },
  };
}

function pagesThatFit(pages: Letter["pages"]): Letter["pages"] {
  let left = mostAttachedBytes;
  return pages.filter(({ html }) => {
    // Base64 adds a third.
    left -= (Buffer.byteLength(html) * 4) / 3;
    return left >= 0;
  });
}

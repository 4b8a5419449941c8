import { createHash } from "node:crypto";
import MailComposer from "nodemailer/lib/mail-composer";
import type { Issue } from "../issue.ts";
import type { Render } from "../page/engine.ts";
import type { MailPicture, MailView } from "./view.ts";

export interface MailParts {
  readonly subject: string;
  readonly preheader: string;
  readonly html: string;
  readonly text: string;
  readonly pictures: readonly MailPicture[];
  /** Pages, attached where they are hosted nowhere. */
  readonly attachments: readonly { readonly filename: string; readonly content: string }[];
}

interface Renderers {
  readonly html: Render;
  readonly text: Render;
}

const load = () => import("mjml");
let compiler: ReturnType<typeof load> | undefined;

/** MJML takes as long to load as all queries together: whoever begins a report starts it, and the first mail waits for it. */
export function startCompiler(): ReturnType<typeof load> {
  const loading = compiler ?? load();
  compiler = loading;
  // Whoever needs it hears of a failure; until then it is nobody's.
  loading.catch(() => undefined);
  return loading;
}

/** Phrases the weekly mail as HTML with inline styles and as plain text. */
export async function writeMail(view: MailView, render: Renderers): Promise<Omit<MailParts, "attachments">> {
  const subject = subjectOf(view.subject, view.issue);
  return {
    subject,
    preheader: view.preheader,
    ...(await writeParts(view.isQuiet ? "quiet" : "weekly", { ...view, subject }, render)),
    pictures: view.isQuiet ? [] : [...view.completionPictures, ...view.velocityPictures],
  };
}

/** The finding and how old it is. */
export const subjectOf = (finding: string, { dataAsOf }: Issue): string =>
  `${shorten(finding, 140)} – data to ${dataAsOf.slice(0, 16).replace("T", " ")} UTC`;

/** Both texts of a mail, by the templates of its kind. */
export async function writeParts(
  template: string,
  view: object,
  render: Renderers,
): Promise<Pick<MailParts, "html" | "text">> {
  const { default: mjml2html } = await startCompiler();
  const { html } = await mjml2html(render.html(`mail/${template}.mjml`, view), {
    validationLevel: "strict",
    fonts: {},
    keepComments: true,
    minify: false,
  });
  const text = render
    .text(`mail/${template}.txt`, view)
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
  return { html: squeeze(html), text: `${text}\n` };
}

export interface Envelope {
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly unsubscribe: string | undefined;
  /** Name of the letter, of which its Message-ID is made. */
  readonly name: string;
  /** Issues of one report make a thread. */
  readonly report: string;
}

/**
 * The whole message without recipient; whoever sends it adds To. Date, Message-ID and boundaries follow from the run,
 * so that the same release gives the same bytes.
 */
export async function composeMail(parts: MailParts, envelope: Envelope, issue: Issue): Promise<Buffer> {
  const host = /@([\w.-]+)/.exec(envelope.from)?.[1] ?? "plimsoll.invalid";
  const name = `${envelope.name}.${issue.asOf}`;
  const mail = new MailComposer({
    from: envelope.from,
    replyTo: envelope.replyTo,
    subject: parts.subject,
    text: parts.text,
    html: parts.html,
    date: new Date(issue.startedAt),
    messageId: `<${name}.${issue.runId}@${host}>`,
    references: `<${envelope.report}.plimsoll@${host}>`,
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Report-Run": issue.runId,
      ...(envelope.unsubscribe
        ? { "List-Unsubscribe": `<mailto:${envelope.unsubscribe}?subject=unsubscribe%20${envelope.report}>` }
        : {}),
    },
    baseBoundary: createHash("sha256").update(`${name}.${issue.runId}`).digest("hex").slice(0, 16),
    disableFileAccess: true,
    disableUrlAccess: true,
    attachments: [
      ...parts.pictures.map(({ cid, png }) => ({
        cid,
        filename: `${cid.split("@")[0]}.png`,
        content: png,
        contentType: "image/png",
        contentDisposition: "inline" as const,
      })),
      ...parts.attachments.map((page) => ({ ...page, contentType: "text/html; charset=utf-8" })),
    ],
  });
  const message = mail.compile();
  message.keepBcc = false;
  return message.build();
}

const shorten = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length <= most
    ? text
    : `${letters
        .slice(0, most - 1)
        .join("")
        .trimEnd()}…`;
};

/** Lets pictures keep their shape on narrow screens; the height attribute stays for Outlook. */
const freeHeights = (html: string): string =>
  html.replaceAll(/<img\b[^>]*>/g, (tag) => tag.replace(/height:\d+px;?/, "height:auto;"));

/** Takes indentation out, which is a fifth of what MJML writes. */
const squeeze = (html: string): string =>
  freeHeights(html)
    // A percent sign stays with its number.
    .replaceAll(/(\d) %(?=[\s,.;:)<])/g, "$1\u00a0%")
    .replaceAll(/\n\s+/g, "\n")
    .replaceAll(/\n{2,}/g, "\n");

import { createHash } from "node:crypto";
import mjml2html from "mjml";
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
  /** The page, attached where it is hosted nowhere. */
  readonly attachment: { readonly filename: string; readonly content: string } | null;
}

/** Phrases the mail as HTML with inline styles and as plain text. */
export async function writeMail(
  view: MailView,
  render: { readonly html: Render; readonly text: Render },
): Promise<Omit<MailParts, "attachment">> {
  const subject = `${shorten(view.subject, 140)} – data to ${view.issue.dataAsOf.slice(0, 16).replace("T", " ")} UTC`;
  const template = view.isQuiet ? "quiet" : "weekly";
  const { html } = await mjml2html(render.html(`mail/${template}.mjml`, { ...view, subject }), {
    validationLevel: "strict",
    fonts: {},
    keepComments: true,
    minify: false,
  });
  return {
    subject,
    preheader: view.preheader,
    html: squeeze(html),
    text: `${render
      .text(`mail/${template}.txt`, view)
      .replaceAll(/\n{3,}/g, "\n\n")
      .trim()}\n`,
    pictures: view.isQuiet ? [] : [...view.completionPictures, ...view.velocityPictures],
  };
}

export interface Envelope {
  readonly from: string;
  readonly replyTo: string | undefined;
  readonly unsubscribe: string | undefined;
  /** Name of the letter, of which its Message-ID is made. */
  readonly name: string;
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
    references: `<weekly.plimsoll@${host}>`,
    list: envelope.unsubscribe
      ? { unsubscribe: `mailto:${envelope.unsubscribe}?subject=unsubscribe%20weekly` }
      : undefined,
    headers: { "Auto-Submitted": "auto-generated", "X-Report-Run": issue.runId },
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
      ...(parts.attachment ? [{ ...parts.attachment, contentType: "text/html; charset=utf-8" }] : []),
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
    .replaceAll(/\n\s+/g, "\n")
    .replaceAll(/\n{2,}/g, "\n");

import type { MailParts } from "./compose.ts";

const mostHtmlBytes = 80 * 1024;
const mostBytes = 1.5 * 1024 * 1024;

/**
 * What would keep a mail from arriving whole and readable, as sentences; empty where nothing would. The rules follow
 * what mail programs support (caniemail.com, 2026-05): Gmail clips at 102 KB and drops svg and data: images, Outlook
 * for Windows needs sizes on images and knows neither flex, position nor custom properties.
 */
export function lintMail({ html, text, subject, preheader, pictures }: MailParts, size: number): string[] {
  const images = [...html.matchAll(/<img\b[^>]*>/g)].map(([tag]) => tag);
  const links = [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href]) => href!);
  const cids = new Set(pictures.map((picture) => picture.cid));
  const rules: readonly (readonly [boolean, string])[] = [
    [
      /<(svg|script|form|details|iframe|object|video)\b/i.test(html),
      "the HTML holds an element that mail programs drop",
    ],
    [
      /(?:position|display)\s*:\s*(?:absolute|fixed|flex|grid)|var\(--/i.test(html),
      "the HTML uses a style that mail programs drop",
    ],
    [
      images.some((tag) => !cids.has(/src="cid:([^"]+)"/.exec(tag)?.[1] ?? "")),
      "an image is not among the attached parts",
    ],
    [images.some((tag) => !/width="\d+"/.test(tag) || !/height="\d+"/.test(tag)), "an image has no width or height"],
    [
      images.some((tag) => (/alt="([^"]*)"/.exec(tag)?.[1] ?? "").length < 20),
      "an image has no text that stands for it",
    ],
    [pictures.some((picture) => picture.png.length < 1000), "a picture is empty"],
    [links.some((href) => !/^(https?:\/\/|mailto:)/.test(href)), "a link leads nowhere from a mail"],
    [
      Buffer.byteLength(html) > mostHtmlBytes,
      `the HTML is larger than ${mostHtmlBytes / 1024} KB, so Gmail would clip it`,
    ],
    [size > mostBytes, "the whole mail is larger than 1.5 MB"],
    [[html, text, subject, preheader].some((part) => broken.test(part)), "a value is missing where a number should be"],
    [
      text.trim().length < 100 || subject.trim() === "" || preheader.trim() === "",
      "the plain text, subject or preheader is empty",
    ],
    [/[\r\n]/.test(subject), "the subject has a line break"],
    [!/Data of /.test(html) || !/Data of /.test(text), "the mail does not say how old its data are"],
  ];
  return rules.filter(([isBroken]) => isBroken).map(([, message]) => message);
}

/** Words that a failed rendering leaves behind. */
const broken = /\b(undefined|NaN|Infinity|Invalid Date)\b|\[object /;

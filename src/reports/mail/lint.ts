import type { MailParts } from "./compose.ts";

const mostHtmlBytes = 80 * 1024;
const mostBytes = 1.5 * 1024 * 1024;

export interface LintInput {
  /** Bytes of the whole message. */
  readonly size: number;
  /** Pictures that the letter cannot do without, by cid. */
  readonly expected?: readonly string[];
}

/**
 * What would keep a mail from arriving whole and readable, as sentences; empty where nothing would. The rules follow
 * what mail programs support (caniemail.com, 2026-05): Gmail clips at 102 KB and drops svg and data: images, Outlook
 * for Windows needs sizes on images and knows neither flex, position nor custom properties.
 */
export function lintMail(parts: MailParts, { size, expected = [] }: LintInput): string[] {
  const { html, text, subject, preheader, pictures } = parts;
  const images = [...html.matchAll(/<img\b[^>]*>/g)].map(([tag]) => tag);
  const links = [...html.matchAll(/<a\b[^>]*\shref="([^"]*)"/g)].map(([, href]) => href!);
  const cids = new Set(pictures.map((picture) => picture.cid));
  const shown = new Set(images.map((tag) => /src="cid:([^"]+)"/.exec(tag)?.[1] ?? ""));
  const rules: readonly (readonly [boolean, string])[] = [
    [
      /<(svg|script|form|details|iframe|object|video)\b/i.test(html),
      "the HTML holds an element that mail programs drop",
    ],
    [
      /(?:position|display)\s*:\s*(?:absolute|fixed|flex|grid)|var\(--/i.test(html),
      "the HTML uses a style that mail programs drop",
    ],
    [[...shown].some((cid) => !cids.has(cid)), "an image is not among the attached parts"],
    [expected.some((cid) => !shown.has(cid)), "a picture is missing"],
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
    [hasBrokenValue(parts), "a value is missing where a number should be"],
    [emptySections(text).length > 0, `a section is empty: ${emptySections(text).join(", ")}`],
    [
      numbersIn(withoutNames(subject.replace(/ – data to .*$/, ""), namesIn(html))).some(
        (number) => !numbersIn(text).includes(number),
      ),
      "a number of the subject is not in the plain text",
    ],
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

/** Names may be such words: they stand in <bdi> in the HTML, and are known by that elsewhere. */
function hasBrokenValue({ html, text, subject, preheader }: MailParts): boolean {
  const names = namesIn(html);
  const body = html.replaceAll(/<bdi>.*?<\/bdi>/gs, "").replaceAll(/\salt="[^"]*"|<mj-preview.*?<\/mj-preview>/g, "");
  const rest = [text, subject, preheader].map((part) => withoutNames(part, names));
  return [withoutNames(body, names), ...rest].some((part) => broken.test(part));
}

const namesIn = (html: string): string[] =>
  [...html.matchAll(/<bdi>(.*?)<\/bdi>/gs)].map(([, name]) => unescaped(name!)).sort((a, b) => b.length - a.length);

const withoutNames = (text: string, names: readonly string[]): string =>
  names.reduce((rest, name) => (name ? rest.replaceAll(name, "") : rest), text);

const entities: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  "#x27": "'",
  "#x60": "`",
  "#x3D": "=",
};

const unescaped = (html: string): string =>
  html.replaceAll(/&(amp|lt|gt|quot|#x27|#x60|#x3D);/g, (_, name: string) => entities[name]!);

/** Headings of the plain text, which stand in capitals on a line of their own, without anything below. */
function emptySections(text: string): string[] {
  const lines = text.split("\n").filter((line) => line.trim());
  const isHeading = (line: string | undefined) => line !== undefined && /^[A-Z][A-Z ,’%0-9-]{2,}$/.test(line);
  return lines.filter((line, i) => isHeading(line) && (lines[i + 1] === undefined || isHeading(lines[i + 1])));
}

const numbersIn = (text: string): string[] => text.match(/\d[\d,.]*\d|\d/g) ?? [];

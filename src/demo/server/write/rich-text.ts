import { badRequest } from "../errors.ts";

const EVERYWHERE = ["body", "strong", "em", "u", "s", "code", "ol", "ul", "li", "a", "blockquote", "pre"];
const IN_NOTES = ["h1", "h2", "hr", "img"];
const VOID = ["hr", "img"];
const WITH_ATTRIBUTES = ["a", "img"];

const TAG = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z_:][\w:.-]*\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/;
const ENTITY = /^&(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-f]+);/i;

/** XML 1.0 has tab, line feed and carriage return, and no other control character. */
const isNotXml = (text: string): boolean =>
  [...text].some((character) => character < " " && !"\t\n\r".includes(character));

/** Accepts what Asana's page on rich text lists for that kind of text. @throws 400 */
export function checkRichText(name: string, text: string, kind: "notes" | "comment"): void {
  const allowed = kind === "notes" ? [...EVERYWHERE, ...IN_NOTES] : EVERYWHERE;
  const fail = (why: string): never => {
    throw badRequest(`${name}: XML is invalid: ${why}`);
  };
  if (isNotXml(text)) fail("a control character");
  const source = text.trim();
  if (!source.startsWith("<body>") || !source.endsWith("</body>")) fail("the root element must be <body>");
  const open: string[] = [];
  for (let position = 0; position < source.length; ) {
    const rest = source.slice(position);
    if (rest[0] === "&" && !ENTITY.test(rest)) fail("& starts no entity");
    if (rest[0] !== "<") {
      const next = rest.slice(1).search(/[<&]/);
      position = next === -1 ? source.length : position + next + 1;
      continue;
    }
    const tag = TAG.exec(rest) ?? fail(`not a tag: ${rest.slice(0, 20)}`);
    readTag({ tag, open, allowed, fail });
    position += tag[0].length;
    if (open.length === 0 && position < source.length) fail("content after </body>");
  }
  if (open.length > 0) fail(`<${open.at(-1)}> is never closed`);
}

interface Reading {
  readonly tag: RegExpExecArray;
  readonly open: string[];
  readonly allowed: readonly string[];
  readonly fail: (why: string) => never;
}

function readTag({ tag, open, allowed, fail }: Reading): void {
  const [, closing, name = "", attributes, selfClosing] = tag;
  if (!allowed.includes(name)) fail(`<${name}> is not supported`);
  if (closing) {
    if (open.pop() !== name) fail(`</${name}> closes another element`);
    return;
  }
  if (attributes && !WITH_ATTRIBUTES.includes(name)) fail(`<${name}> takes no attributes`);
  if (name === "body" && open.length > 0) fail("<body> inside <body>");
  if (!selfClosing && !VOID.includes(name)) open.push(name);
}

/** The plain text of rich text, as Asana answers it in `text` and `notes`. */
export const plainText = (html: string): string =>
  html
    .replace(/<a[^>]*data-asana-gid="(\d+)"[^>]*\/>/g, "https://app.asana.com/0/$1")
    .replace(/<li>/g, "\n• ")
    .replace(/<[^>]+>/g, "")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&quot;/g, '"')
    .replace(/&apos;/g, "'")
    .replace(/&amp;/g, "&");

import { clean } from "./plain-text.ts";

/** A piece of rich text that is well-formed: made here only, from plain text or from the gid of a person. */
export interface RichText {
  readonly xml: string;
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** What XML 1.0 cannot hold at all: surrogates without a partner, and two characters that are none. */
const notXml = /\p{Cs}|[\uFFFE\uFFFF]/gu;

/** Any text, however hostile, as text. */
export const plain = (text: string, length = 2_000): RichText => ({
  xml: clean(text, length)
    .replaceAll(notXml, "\u{FFFD}")
    .replaceAll(/[&<>"']/g, (character) => entities[character]!),
});

/** A person, told by name and notified by Asana. @throws where it is not a gid, since nothing else may stand in the attribute */
export function mention(gid: string): RichText {
  if (!/^\d+$/.test(gid)) throw new Error("A person is mentioned by gid");
  return { xml: `<a data-asana-gid="${gid}"/>` };
}

/** The whole text, as Asana's html_text and html_notes take it. */
export const body = (...parts: readonly RichText[]): string => `<body>${parts.map(({ xml }) => xml).join("")}</body>`;

/** The text that a reader of rich text sees, mentions left out, since each server shows them in its own way. */
export const plainText = (xml: string): string =>
  Object.entries(entities).reduceRight(
    (text, [character, entity]) => text.replaceAll(entity, character),
    xml.replaceAll(/<[^>]*>/g, ""),
  );

import Handlebars from "handlebars";
import type { Fact } from "./fact.ts";

/**
 * A part of a sentence: words between, a number of a fact, a number that belongs to a definition, or a name. Whoever
 * rephrases a sentence may touch the words alone.
 */
export interface Piece {
  readonly kind: "words" | "number" | "fixed" | "name";
  readonly text: string;
  readonly fact?: Fact | undefined;
}

/** A sentence, phrased for a page, for mail and for plain text, with the facts that it quotes. */
export interface Sentence {
  readonly key: string;
  /** Every number leads to its definition on the same page. */
  readonly html: Handlebars.SafeString;
  /** HTML without links or classes, for mail. */
  readonly mail: Handlebars.SafeString;
  readonly text: string;
  readonly facts: readonly Fact[];
  readonly pieces: readonly Piece[];
}

/** The sentence that pieces make. */
export function toSentence(key: string, pieces: readonly Piece[], facts: readonly Fact[]): Sentence {
  const write = (mark: (piece: Piece) => string) => pieces.map(mark).join("");
  return {
    key,
    html: new Handlebars.SafeString(write(markForPage)),
    mail: new Handlebars.SafeString(write(markForMail)),
    text: write(({ text }) => text),
    facts,
    pieces,
  };
}

/** Numbers of a page lead to their fact in the method section. */
function markForPage({ kind, text: content, fact }: Piece): string {
  const text = Handlebars.escapeExpression(content);
  if (kind === "words") return escapeWords(content);
  if (kind === "name") return `<bdi>${text}</bdi>`;
  if (kind === "fixed") return `<span data-fixed>${text}</span>`;
  const [id, metric] = [fact?.id, fact?.metric].map((part) => Handlebars.escapeExpression(part ?? ""));
  return `<a class="n" href="#m-${metric}" data-fact="${id}">${text}</a>`;
}

function markForMail({ kind, text: content }: Piece): string {
  if (kind === "words") return escapeWords(content);
  const text = Handlebars.escapeExpression(content);
  return kind === "name" ? `<bdi>${text}</bdi>` : text;
}

/** Words come from templates, or from a narrator that was checked; quotes and apostrophes may stand as they are. */
const escapeWords = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

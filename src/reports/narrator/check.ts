import { type Piece, type Sentence, toSentence } from "../facts/pieces.ts";
import { type Draft, plainSpaces } from "./draft.ts";
import type { Vocabulary } from "./vocabulary.ts";

export type Checked = { readonly sentence: Sentence } | { readonly refused: string };

/** Marks that no sentence of a report has, unless it had them before. */
const foreign = /[<>{}[\]|\\@#*_=`~^!?]|:\/\/|www\./;

/**
 * The sentence in an answer's words, or why they are refused: a number, date or name that is missing, new or out of its
 * place, a word that makes another claim, anything that the sentence did not say.
 */
export function checkRewrite(draft: Draft, answer: unknown, vocabulary: Vocabulary): Checked {
  if (typeof answer !== "string" || !answer.trim()) return { refused: "it has no text" };
  const text = plainSpaces(answer.normalize("NFC")).replaceAll(/[‘’]/g, "'").trim();
  if (text.length > 2 * draft.text.length + 80) return { refused: "it is more than twice as long" };
  if (/[\p{Cc}\p{Cf}\p{Co}]/u.test(text)) return { refused: "it holds invisible characters" };
  if (foreign.test(text)) return { refused: "it holds markup, an address or a mark that the sentence has not" };
  const gaps = findGaps(text, draft.fixed);
  if (typeof gaps === "string") return { refused: gaps };
  const before = findGaps(draft.text, draft.fixed);
  if (typeof before === "string") return { refused: "its own numbers cannot be told apart" };
  for (const [i, gap] of gaps.entries()) {
    const refused = compareWords(before[i]!, gap, vocabulary);
    if (refused) return { refused };
  }
  return { sentence: rebuild(draft.sentence, gaps) };
}

/** The words before, between and after the fixed parts, which stand in their order; else what is wrong. */
function findGaps(text: string, fixed: readonly string[]): string[] | string {
  const gaps: string[] = [];
  let rest = text;
  for (const part of fixed) {
    const found = exactly(part).exec(rest);
    if (!found) return `${part} is missing or out of its place`;
    gaps.push(rest.slice(0, found.index));
    rest = rest.slice(found.index + found[0].length);
  }
  gaps.push(rest);
  const stray = gaps.flatMap((gap) => gap.match(/[−-]?[\d\p{N}][\d.,]*/gu) ?? [])[0];
  return stray ? `the number ${stray} is not in its facts` : gaps;
}

/** A fixed part that is not a piece of a longer number or word; "87 %" may come as "87%". */
function exactly(part: string): RegExp {
  const pattern = part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(" %", " ?%");
  return new RegExp(`(?<![\\p{L}\\p{N}−-]|[\\d][.,])${pattern}(?![\\p{L}\\p{N}]|[.,]\\d)`, "u");
}

function compareWords(before: string, after: string, vocabulary: Vocabulary): string | undefined {
  const [own, given] = [before, after].map((text) => statementOf(text, vocabulary));
  const left = [...own!];
  for (const word of given!) {
    const at = left.indexOf(word);
    if (at < 0) return `“${word}” is not what the sentence says there`;
    left.splice(at, 1);
  }
  if (left.length > 0) return `“${left[0]}” is missing`;
  const claims = (words: readonly string[]) => words.filter(vocabulary.isClaim).join(" ");
  return claims(own!) === claims(given!) ? undefined : `“${claims(given!)}” turns “${claims(own!)}” round`;
}

/** The words of a text that say something, by what they mean. */
const statementOf = (text: string, { isConnecting, meaningOf }: Vocabulary): string[] =>
  (
    text
      .toLowerCase()
      .replace(/^'s\b/, "")
      .match(/[\p{L}\p{M}]+(?:['-][\p{L}\p{M}]+)*|[%$€£+±→×/&]/gu) ?? []
  )
    .filter((word) => !isConnecting(word))
    .map(meaningOf);

/** The sentence with other words between its own numbers and names, begun and ended as it was. */
function rebuild({ key, pieces, facts }: Sentence, gaps: readonly string[]): Sentence {
  const kept = pieces.filter((piece) => piece.kind !== "words");
  const stop = /[.]$/.test(pieces.at(-1)?.text ?? "") ? "." : "";
  const words = gaps.map((gap, i) => {
    const first = i === 0 && gap ? gap[0]!.toUpperCase() + gap.slice(1) : gap;
    return i === gaps.length - 1 ? `${first.replace(/[\s.,;:]+$/, "")}${stop}` : first;
  });
  const made = words.flatMap((text, i): Piece[] => [
    ...(text ? [{ kind: "words", text } as const] : []),
    ...(kept[i] ? [kept[i]] : []),
  ]);
  return toSentence(key, made, facts);
}

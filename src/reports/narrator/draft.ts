import type { Fact } from "../facts/fact.ts";
import type { Piece, Sentence } from "../facts/pieces.ts";

/** A sentence as a language model may see it: numbers as they are, names as pseudonyms. */
export interface Draft {
  readonly id: string;
  readonly sentence: Sentence;
  readonly text: string;
  /** What must come back in this order, one for each piece that is not words. */
  readonly fixed: readonly string[];
}

/** What a language model is told of a fact; no id of Asana, no name. */
export interface PlainFact {
  readonly metric: string;
  readonly about: string;
  readonly unit: string;
  readonly value: number | string;
  readonly from?: number | string;
  readonly to?: number | string;
  readonly a_week_ago?: number | string;
}

const kinds: Readonly<Record<Fact["scope"]["type"], string>> = {
  workspace: "Workspace",
  portfolio: "Portfolio",
  project: "Project",
  team: "Team",
  kind: "Category",
  source: "Source",
  manager: "Person",
};

/** Drafts of sentences and the facts behind them, under pseudonyms that are the same in all of them. */
export function draftSentences(sentences: readonly Sentence[]): { drafts: Draft[]; facts: PlainFact[] } {
  const pseudonym = createPseudonyms();
  const drafts = sentences.map((sentence, i) => {
    const shown = sentence.pieces.map((piece) => ({ kind: piece.kind, text: plainText(piece, pseudonym) }));
    return {
      id: `s${i + 1}`,
      sentence,
      text: shown.map(({ text }) => text).join(""),
      fixed: shown.filter(({ kind }) => kind !== "words").map(({ text }) => text),
    };
  });
  const facts = new Map(sentences.flatMap((sentence) => sentence.facts).map((fact) => [fact.id, fact]));
  return { drafts, facts: [...facts.values()].map((fact) => describe(fact, pseudonym)) };
}

type Pseudonym = (name: string, kind: string) => string;

/** A name that stands for a fact's scope is called by its kind, any other one just "Name". */
function plainText({ kind, text, fact }: Piece, pseudonym: Pseudonym): string {
  return kind === "name" ? pseudonym(text, fact ? kinds[fact.scope.type] : "Name") : plainSpaces(text);
}

function describe(fact: Fact, pseudonym: Pseudonym): PlainFact {
  const { metric, unit, value, lo, hi, previous, scope } = fact;
  return {
    metric,
    about: scope.type === "workspace" ? "everything" : pseudonym(scope.name, kinds[scope.type]),
    unit,
    value,
    ...(lo !== null && hi !== null ? { from: lo, to: hi } : {}),
    ...(previous !== null ? { a_week_ago: previous } : {}),
  };
}

function createPseudonyms(): Pseudonym {
  const known = new Map<string, string>();
  const counts = new Map<string, number>();
  return (name, kind) => {
    const key = `${kind} ${name}`;
    const count = (counts.get(kind) ?? 0) + (known.has(key) ? 0 : 1);
    counts.set(kind, count);
    const pseudonym = known.get(key) ?? `${kind} ${letters(count)}`;
    known.set(key, pseudonym);
    return pseudonym;
  };
}

/** 1 as A, 26 as Z, 27 as AA. */
const letters = (count: number): string =>
  count <= 26
    ? String.fromCharCode(64 + count)
    : `${letters(Math.floor((count - 1) / 26))}${letters(((count - 1) % 26) + 1)}`;

export const plainSpaces = (text: string): string => text.replaceAll(/\s+/g, " ");

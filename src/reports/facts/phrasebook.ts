import { readFileSync } from "node:fs";
import path from "node:path";
import Handlebars from "handlebars";
import { parse } from "yaml";
import type { Fact } from "./fact.ts";
import { cleanName } from "./fact.ts";
import { formatFact, formatValue } from "./format.ts";
import { hedge } from "./hedge.ts";
import { type Piece, type Sentence, toSentence } from "./pieces.ts";

export type { Sentence } from "./pieces.ts";

export type Words = Readonly<Record<string, Fact | string | undefined>>;

/** Phrases a sentence of templates/sentences.yaml. */
export type Say = (key: string, words?: Words) => Sentence;

/** Where templates lie, in the checkout and in the package alike. */
export const templatesFolder = path.join(import.meta.dirname, "..", "..", "..", "templates");

/** Stands for a piece while a template is filled; no name or template holds it. */
const slot = "\ue000";

/** The phrases of a report with this as-of date. */
export function createPhrasebook(asOf: string): Say {
  const sentences = readSentences();
  const fill = compileWith(asOf);
  return (key, words = {}) => {
    const source = sentences.get(key);
    if (!source) throw new Error(`templates/sentences.yaml has no sentence "${key}"`);
    const facts = Object.values(words).filter((word) => typeof word === "object");
    return toSentence(key, fill(source, words), facts);
  };
}

/** Fills templates; what a helper writes becomes a piece of its own. */
function compileWith(asOf: string): (source: string, words: Words) => Piece[] {
  const engine = Handlebars.create();
  let marked: Piece[] = [];
  const mark = (text: string, kind: Piece["kind"], fact?: Fact) => {
    marked.push({ kind, text, fact });
    return new Handlebars.SafeString(slot);
  };
  registerHelpers(engine, mark, asOf);
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return (source, words) => {
    const template = compiled.get(source) ?? engine.compile(source, { noEscape: true });
    compiled.set(source, template);
    marked = [];
    const between = template(words).split(slot);
    return between.flatMap((text, i) => [
      ...(text ? [{ kind: "words", text } as const] : []),
      ...(marked[i] ? [marked[i]] : []),
    ]);
  };
}

type Mark = (content: string, kind: Piece["kind"], fact?: Fact) => unknown;

function registerHelpers(engine: typeof Handlebars, mark: Mark, asOf: string): void {
  const number = (pick: (fact: Fact) => number | string | null) => (fact: Fact) => {
    const value = pick(fact);
    if (value === null) throw new Error(`${fact.id} lacks a value that a sentence quotes`);
    return mark(formatFact(fact, value, asOf), "number", fact);
  };
  engine.registerHelper({
    n: number((fact) => fact.value),
    lo: number((fact) => fact.lo),
    hi: number((fact) => fact.hi),
    prev: number((fact) => fact.previous),
    size: number((fact) => (typeof fact.value === "number" ? Math.abs(fact.value) : fact.value)),
    signed: (fact: Fact) =>
      mark(`${Number(fact.value) > 0 ? "+" : ""}${formatFact(fact, fact.value, asOf)}`, "number", fact),
    week: (fact: Fact) => mark(formatValue(fact.scope.gid.split("@")[1] ?? "", "date", asOf), "number", fact),
    who: (fact: Fact) => mark(fact.scope.name, "name", fact),
    name: (text: string) => mark(cleanName(text), "name"),
    hedge: (fact: Fact) => hedge(Number(fact.value)),
    word: (fact: Fact, one: string, many: string) => (Math.abs(Number(fact.value)) === 1 ? one : many),
    sign: (fact: Fact, plus: string, minus: string) => (Number(fact.value) < 0 ? minus : plus),
    series(this: unknown, options: Handlebars.HelperOptions) {
      const parts = options
        .fn(this)
        .split("|")
        .flatMap((part) => part.trim() || []);
      return new Handlebars.SafeString(
        [parts.slice(0, -1).join(", "), ...parts.slice(-1)].filter(Boolean).join(" and "),
      );
    },
    fixed: (text: string) => mark(text, "fixed"),
  });
}

function readSentences(): ReadonlyMap<string, string> {
  const file = path.join(templatesFolder, "sentences.yaml");
  const groups = parse(readFileSync(file, "utf8")) as Record<string, Record<string, string>>;
  return new Map(
    Object.entries(groups).flatMap(([group, items]) =>
      Object.entries(items).map(([key, sentence]) => [`${group}.${key}`, sentence.trim()] as const),
    ),
  );
}

import { readFileSync } from "node:fs";
import path from "node:path";
import Handlebars from "handlebars";
import { parse } from "yaml";
import type { Fact } from "./fact.ts";
import { cleanName } from "./fact.ts";
import { formatFact, formatValue } from "./format.ts";
import { hedge } from "./hedge.ts";

/** A sentence, phrased for a page, for mail and for plain text, with the facts that it quotes. */
export interface Sentence {
  readonly key: string;
  /** Every number leads to its definition on the same page. */
  readonly html: Handlebars.SafeString;
  /** HTML without links or classes, for mail. */
  readonly mail: Handlebars.SafeString;
  readonly text: string;
  readonly facts: readonly Fact[];
}

export type Words = Readonly<Record<string, Fact | string | undefined>>;

/** Phrases a sentence of templates/sentences.yaml. */
export type Say = (key: string, words?: Words) => Sentence;

/** Where templates lie, in the checkout and in the package alike. */
export const templatesFolder = path.join(import.meta.dirname, "..", "..", "..", "templates");

type Mark = (content: string, kind: "number" | "fixed" | "name", fact?: Fact) => unknown;

/** The phrases of a report with this as-of date. */
export function createPhrasebook(asOf: string): Say {
  const sentences = readSentences();
  const page = compileWith(markForPage, asOf);
  const mail = compileWith(markForMail, asOf);
  const plain = compileWith((content) => new Handlebars.SafeString(content), asOf);
  return (key, words = {}) => {
    const source = sentences.get(key);
    if (!source) throw new Error(`templates/sentences.yaml has no sentence "${key}"`);
    const facts = Object.values(words).filter((word) => typeof word === "object");
    return {
      key,
      html: new Handlebars.SafeString(page(source)(words)),
      mail: new Handlebars.SafeString(mail(source)(words)),
      text: plain(source)(words),
      facts,
    };
  };
}

/** Numbers of a page lead to their fact in the method section. */
const markForPage: Mark = (content, kind, fact) => {
  const text = Handlebars.escapeExpression(content);
  if (kind === "name") return new Handlebars.SafeString(`<bdi>${text}</bdi>`);
  if (kind === "fixed") return new Handlebars.SafeString(`<span data-fixed>${text}</span>`);
  const [id, metric] = [fact?.id, fact?.metric].map((part) => Handlebars.escapeExpression(part ?? ""));
  return new Handlebars.SafeString(`<a class="n" href="#m-${metric}" data-fact="${id}">${text}</a>`);
};

const markForMail: Mark = (content, kind) => {
  const text = Handlebars.escapeExpression(content);
  return new Handlebars.SafeString(kind === "name" ? `<bdi>${text}</bdi>` : text);
};

function compileWith(mark: Mark, asOf: string): (source: string) => Handlebars.TemplateDelegate {
  const engine = Handlebars.create();
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
    week: (fact: Fact) => mark(formatValue(fact.scope.gid.split("@")[1] ?? "", "date", asOf), "number", fact),
    who: (fact: Fact) => mark(fact.scope.name, "name"),
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
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return (source) => {
    const known = compiled.get(source) ?? engine.compile(source, { noEscape: false });
    compiled.set(source, known);
    return known;
  };
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

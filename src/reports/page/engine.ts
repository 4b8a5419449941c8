import { readFileSync } from "node:fs";
import path from "node:path";
import Handlebars from "handlebars";
import type { Fact } from "../facts/fact.ts";
import { formatDate, formatDecimal, formatFact, formatLongDate, formatValue } from "../facts/format.ts";
import { templatesFolder } from "../facts/phrasebook.ts";

export type Render = (template: string, data: unknown) => string;

/** Templates by their path below templates/ without ending. Everything is escaped. */
export const createEngine = (asOf: string): Render => createRender(asOf, { noEscape: false });

/** The same for plain text, where nothing is. */
export const createTextEngine = (asOf: string): Render => createRender(asOf, { noEscape: true });

function createRender(asOf: string, options: { readonly noEscape: boolean }): Render {
  const engine = Handlebars.create();
  registerHelpers(engine, asOf);
  engine.registerPartial("mark", read("mark.hbs"));
  engine.registerPartial("mailHeading", read("mail/heading.hbs"));
  const compiled = new Map<string, Handlebars.TemplateDelegate>();
  return (template, data) => {
    const known = compiled.get(template) ?? engine.compile(read(`${template}.hbs`), options);
    compiled.set(template, known);
    return known(data);
  };
}

const read = (file: string): string => readFileSync(path.join(templatesFolder, file), "utf8");

/** An end of a date's interval that lies beyond the simulation has no day. */
const endless = (fact: Fact | undefined): string => (fact?.unit === "date" ? "later" : "–");

function registerHelpers(engine: typeof Handlebars, asOf: string): void {
  const shown = (pick: (fact: Fact) => number | string | null) => (fact: Fact | undefined) => {
    const value = fact && pick(fact);
    if (value === null || value === undefined) return endless(fact);
    const text = Handlebars.escapeExpression(formatFact(fact!, value, asOf));
    return new Handlebars.SafeString(
      `<span class="v" data-fact="${Handlebars.escapeExpression(fact!.id)}">${text}</span>`,
    );
  };
  engine.registerHelper({
    value: shown((fact) => fact.value),
    lo: shown((fact) => fact.lo),
    hi: shown((fact) => fact.hi),
    plain: (fact: Fact | undefined) => (fact ? formatFact(fact, fact.value, asOf) : "–"),
    plainLo: (fact: Fact | undefined) => (fact && fact.lo !== null ? formatFact(fact, fact.lo, asOf) : "–"),
    plainHi: (fact: Fact | undefined) => (fact && fact.hi !== null ? formatFact(fact, fact.hi, asOf) : endless(fact)),
    sortable: (fact: Fact | undefined) => (fact ? String(fact.value) : ""),
    factAttribute: (fact: Fact) => fact.id,
    day: (date: string) => formatDate(date, asOf),
    dayOfMonth: (date: string) => String(Number(date.slice(8, 10))),
    month: (date: string) => formatDate(date, date).split("\u00a0")[1],
    inc: (index: number) => String(index + 1),
    upper: (text: string) => text.toUpperCase(),
    longDay: (date: string) => formatLongDate(date),
    dayOr: (date: string | null | undefined) => (date ? formatDate(date, asOf) : "–"),
    rounded: (value: number | null) => (value === null ? "–" : String(Math.round(value))),
    whole: (value: number) => formatDecimal(value, 0),
    oneDigit: (value: number | null) => (value === null ? "–" : formatDecimal(value, 1)),
    chanceOr: (share: number | null | undefined) =>
      typeof share === "number" ? formatValue(share, "probability", asOf) : "–",
    factor: (value: number | null) => (value === null ? "–" : `${formatDecimal(value, 2)}\u00a0×`),
    percentOr: (share: number | null) => (share === null ? "–" : `${Math.round(share * 100)}\u00a0%`),
    signed: (value: number) => `${value > 0 ? "+" : ""}${formatDecimal(value, 0)}`,
    percentOnly: (fact: Fact) => String(Math.round(Number(fact.value) * 100)),
    percent: (share: number) => `${Math.round(share * 100)}\u00a0%`,
  });
}

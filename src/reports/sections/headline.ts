import { workspace } from "../facts/fact-book.ts";
import { type Finding, findRisks, sentenceKey, teamOf } from "../facts/findings.ts";
import { type Sentence, toSentence } from "../facts/pieces.ts";
import type { Issue } from "../issue.ts";
import { type SectionView, section } from "../section.ts";
import { loadOwners } from "./owners.ts";

export interface HeadlineView extends SectionView {
  readonly finding: Sentence;
  /** First finding alone, for the subject of the mail. */
  readonly first: Sentence;
  /** Second finding, for its preheader. */
  readonly second: Sentence;
  readonly decision: Sentence;
}

/** The one sentence that counts, and the decision that it asks for. */
export const headline = section({
  id: "headline",
  title: "In one sentence",
  load: loadOwners,
  view: (owners, issue): HeadlineView => {
    const risks = findRisks(issue);
    const kinds = [...new Map(risks.map((risk) => [risk.kind, risk] as const).reverse()).values()].reverse();
    const ranked = kinds.sort((a, b) => b.materiality - a.materiality);
    const sentences = ranked.map((risk) => headlineOf(risk, issue));
    const [first, second] = sentences.length > 0 ? sentences : [calm(issue)];
    return {
      finding: first && second ? join(first, second) : first!,
      first: first!,
      second: second ?? pace(issue) ?? first!,
      decision: decisionOf(ranked[0], owners, issue),
    };
  },
});

function headlineOf(finding: Finding, { book, say }: Issue): Sentence {
  const { kind, words } = finding;
  if (kind !== "late") return say(`headline.${sentenceKey(finding)}`, words);
  const late = book.find("projects_late", workspace);
  const dated = book.find("projects_forecast", workspace);
  const isOne = late?.value === 1 || !late || !dated;
  return isOne ? say("headline.late_one", words) : say("headline.late", { ...words, late, dated });
}

function calm({ book, say }: Issue): Sentence {
  return book.of("completion_p85").length + book.of("utilization").length > 0
    ? say("headline.calm")
    : say("headline.unknown");
}

function pace({ book, say }: Issue): Sentence | undefined {
  const ahead = book.find("pace_ahead", workspace);
  return ahead && ahead.lo !== null && ahead.hi !== null ? say("velocity.finding", { ahead }) : undefined;
}

function decisionOf(risk: Finding | undefined, owners: ReadonlyMap<string, string>, { book, say }: Issue): Sentence {
  if (!risk) return say("decision.none");
  const to = book.find("new_due_date", risk.gid);
  const met = book.find("new_due_chance", risk.gid);
  const owner = owners.get(risk.gid);
  if (risk.kind === "late" && to && met) return say("decision.proposed", { to, met, owner });
  if (risk.kind === "late") return say(`decision.${sentenceKey(risk)}`, { ...risk.words, owner });
  if (risk.kind === "short") return say("decision.short", risk.words);
  const week = risk.gid.split("@")[1];
  const others = book
    .of("utilization")
    .filter((fact) => fact.scope.gid.endsWith(`@${week}`) && teamOf(fact) !== workspace);
  const room = others.sort((a, b) => Number(a.value) - Number(b.value)).find((fact) => Number(fact.value) < 0.85);
  return say(`decision.${sentenceKey(risk)}`, { ...risk.words, room });
}

/** Two findings as one sentence. */
const join = (a: Sentence, b: Sentence): Sentence =>
  toSentence(`${a.key}+${b.key}`, [...a.pieces, { kind: "words", text: "; " }, ...b.pieces], [...a.facts, ...b.facts]);

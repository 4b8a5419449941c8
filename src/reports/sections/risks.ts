import type { Fact } from "../facts/fact.ts";
import { type Finding, findRisks, sentenceKey } from "../facts/findings.ts";
import { daysBetween } from "../facts/format.ts";
import type { Sentence } from "../facts/phrasebook.ts";
import type { Issue } from "../issue.ts";
import { section } from "../section.ts";
import { loadOwners } from "./owners.ts";

const mostRisks = 5;
const kindWords = { late: "Date", over: "Load", short: "People" } as const;

export interface RiskItem {
  readonly kind: string;
  readonly tone: Finding["kind"];
  readonly sentence: Sentence;
  readonly chance: Fact | null;
  readonly load: Fact | null;
  /** What the chance is about. */
  readonly odds: string;
  /** The same where there is little room: only what the heading "chance" does not say. */
  readonly oddsNote: string | null;
  /** Kind and scope, the same from issue to issue. */
  readonly id: string;
  /** How long it is on the list by the earlier issues themselves, where forecasts of then cannot tell. */
  readonly listed: string | null;
  readonly owner: string | null;
  readonly age: Sentence | null;
  readonly link: string | null;
  /** Not on the list a week ago; loads and headcount have no history to compare with, so that only dates can be new. */
  readonly isNew: boolean;
}

/** The three to five risks that matter most, each with an owner and a way into Asana. */
export const risks = section({
  id: "risks",
  title: "Risks",
  load: loadOwners,
  view: (owners, issue) => {
    const items = findRisks(issue)
      .slice(0, mostRisks)
      .map((risk) => toItem(risk, owners, issue));
    const first = findRisks(issue)[0];
    const weightiest = first?.words.chance ?? first?.words.load;
    return { finding: weightiest ? issue.say("risk.finding", { weightiest }) : issue.say("risk.none"), items };
  },
});

function toItem(finding: Finding, owners: ReadonlyMap<string, string>, issue: Issue): RiskItem {
  const { say } = issue;
  const { kind, words, gid, link, chance } = finding;
  const weeks = words.weeks as Fact | undefined;
  return {
    kind: kindWords[kind],
    tone: kind,
    sentence: say(`risk.${sentenceKey(finding)}`, words),
    chance,
    load: kind === "over" ? (words.load as Fact) : null,
    odds: kind === "over" ? "for each person, on average" : "chance",
    oddsNote: oddsNoteOf(finding),
    id: `${kind}:${gid.split("@")[0]}`,
    listed: weeks ? null : listedSince(`${kind}:${gid.split("@")[0]}`, issue),
    owner: owners.get(gid) ?? owners.get(gid.split("@")[0]!) ?? null,
    age: weeks && Number(weeks.value) > 1 ? say("risk.age", { weeks }) : null,
    link,
    isNew: kind === "late" && Number(weeks?.value ?? 0) <= 1,
  };
}

function oddsNoteOf({ kind, chance }: Finding): string | null {
  if (kind !== "over") return null;
  return chance ? "per person" : "of capacity";
}

/** By the issues in a row, up to the last one, that listed the risk; null where there is no earlier issue. */
function listedSince(id: string, { asOf, earlier: { listed } }: Issue): string | null {
  if (listed.length === 0) return null;
  const first = listed.findIndex((issue) => !issue.risks.includes(id));
  const since = (first < 0 ? listed : listed.slice(0, first)).at(-1);
  const weeks = since ? 1 + Math.floor(daysBetween(since.asOf, asOf) / 7) : 0;
  return weeks > 1 ? `${weeks} weeks on this list` : since ? "first week on this list" : "new on this list";
}

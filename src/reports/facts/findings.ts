import type { Issue } from "../issue.ts";
import type { Fact } from "./fact.ts";
import { workspace } from "./fact-book.ts";
import type { Words } from "./phrasebook.ts";

/** Something worth saying, with the facts to say it with. The material ones come first. */
export interface Finding {
  readonly kind: "late" | "over" | "short";
  /** Its sentence within headline, risk and decision; the kind's own where left out. */
  readonly key?: string;
  readonly words: Words;
  /** From 0 (noise) to about 2; chance times weight in the business. */
  readonly materiality: number;
  readonly gid: string;
  readonly link: string | null;
  /** Chance that it comes true, where it is one. */
  readonly chance: Fact | null;
}

/** Risks by materiality, the worst first; at most three of a kind, so that none hides the others. */
export function findRisks(issue: Issue): Finding[] {
  return [lateProjects(issue), overbookedTeams(issue), shortTeams(issue)]
    .flatMap((kind) => kind.sort(byMateriality).slice(0, 3))
    .sort(byMateriality);
}

const byMateriality = (a: Finding, b: Finding): number => b.materiality - a.materiality || a.gid.localeCompare(b.gid);

/** Projects that are more likely late than on time, in no order. */
export function lateProjects({ book }: Issue): Finding[] {
  const hours = book.of("remaining_hours").map((fact) => Number(fact.value));
  const most = Math.max(1, ...hours);
  return book.of("late_chance").flatMap((chance) => {
    const { gid } = chance.scope;
    const due = book.find("due_on", gid);
    if (Number(chance.value) <= 0.5 || !due) return [];
    const weight = Math.sqrt((book.number("remaining_hours", gid) ?? 0) / most);
    const materiality = Number(chance.value) * (0.5 + weight);
    return [
      {
        kind: "late",
        words: { chance, due, ...lateWords(gid, book) },
        gid,
        link: chance.link,
        chance,
        materiality,
      } as const,
    ];
  });
}

const lateWords = (gid: string, book: Issue["book"]): Words => ({
  p50: book.find("completion_p50", gid),
  p85: book.find("completion_p85", gid),
  beyond: book.find("futures_beyond", gid),
  weeks: book.find("weeks_at_risk", gid),
});

/** The sentence of a finding: a date out of the simulation's reach is not quoted. */
export function sentenceKey({ kind, key, words }: Finding): string {
  if (key) return key;
  if (kind !== "late" || (words.p50 && words.p85)) return kind;
  return words.beyond ? "late_beyond" : "late_plain";
}

/** Each team's fullest week, where the team, or a third of its people, is overloaded. */
function overbookedTeams({ book, thresholds }: Issue): Finding[] {
  const teams = book.of("utilization").filter((fact) => teamOf(fact) !== workspace);
  return worstBy(teams, teamOf).flatMap((load) => {
    const { gid } = load.scope;
    const [people, all] = [book.find("people_over", gid), book.find("people", teamOf(load))];
    const share = Number(people?.value ?? 0) / Math.max(1, Number(all?.value ?? 0));
    const key = Number(load.value) > thresholds.overload ? "over" : "crowded";
    if (!people || !all || (key === "crowded" && share < 1 / 3)) return [];
    const work = book.find("over_work", gid);
    const words = { load, people, all, work, hours: book.find("hours_over", gid) };
    const materiality = key === "over" ? Number(load.value) - 0.4 : share * 0.9;
    const chance = book.find("over_chance", gid) ?? null;
    return [{ kind: "over", key, words, gid, link: work?.link ?? null, chance, materiality } as const];
  });
}

/** Each team's first quarter in which it is probably short of people. */
function shortTeams({ book }: Issue): Finding[] {
  const likely = book.of("shortage").filter((fact) => Number(fact.value) >= 0.6);
  const first = [...Map.groupBy(likely, teamOf).values()].map((facts) => facts[0]!);
  return first.flatMap((chance) => {
    const { gid } = chance.scope;
    const gap = book.find("headcount_gap", gid);
    if (!gap || gap.lo === null || gap.hi === null) return [];
    const words = { chance, gap, by: book.find("requisition_by", gid), quarter: quarterName(gid.split("@")[1]!) };
    return [{ kind: "short", words, gid, link: null, chance, materiality: Number(chance.value) * 0.8 } as const];
  });
}

/** The team of a fact whose scope is a team at a week or quarter. */
export const teamOf = (fact: Fact): string => fact.scope.gid.split("@")[0]!;

/** The fact with the highest value of each group. */
export function worstBy(facts: readonly Fact[], group: (fact: Fact) => string): Fact[] {
  return [...Map.groupBy(facts, group).values()].map((items) =>
    items.reduce((worst, fact) => (Number(fact.value) > Number(worst.value) ? fact : worst)),
  );
}

/** '2027-01-01' as "2027 Q1". */
export const quarterName = (start: string): string =>
  `${start.slice(0, 4)} Q${Math.ceil(Number(start.slice(5, 7)) / 3)}`;
